"""For how many weeks one region would have to be left without outflows, so that an effect shows.

Holds the power of such a pause, with the noise that the fit found. Must not know why it is asked for.
"""

from bisect import bisect_left
from functools import cache

import numpy as np

from dagster_project.statistics.priming.accounted import orthonormal
from dagster_project.statistics.priming.columns import FEED_WEEKS, baseline_columns
from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles, spread
from dagster_project.statistics.priming.noise import PROCESSES, correlation
from dagster_project.statistics.priming.regression import Weekly

PAUSES = (4, 6, 8, 10, 13, 17, 21, 26, 32, 39, 52)
_HISTORY_WEEKS = 104
"""What lies longer ago tells little more of the level before the pause."""
LIFT_TO_FIND = 0.25
"""The effect that the pause is to show: a quarter more returns than without outflows."""
_POWER, _CRITICAL = 0.80, 1.645
_SIMULATIONS = 10_000


def weeks_to_pause(weekly: Weekly, finding: Finding, regions: int) -> int | None:
    """The shortest pause that shows the effect in 80 of 100 cases at 5 %; None if a year would not do."""
    per_region = finding.returns_per_week / max(regions, 1)
    if finding.evidence is None or finding.shape is None or per_region <= 0:
        return None
    lost = LIFT_TO_FIND / (1 + LIFT_TO_FIND) * np.sqrt(per_region)
    needed = _needed_strength()
    process, kernel = PROCESSES[finding.evidence.process], finding.shape.kernel
    at = bisect_left(PAUSES, needed, key=lambda pause: lost * _seen(weekly, pause, kernel, process))
    return PAUSES[at] if at < len(PAUSES) else None


@cache
def _needed_strength() -> float:
    """Standard errors that an effect must make to be shown in 80 of 100 cases, by simulation."""
    luck = np.random.default_rng(0).normal(size=_SIMULATIONS)
    return float(np.quantile(_CRITICAL - luck, _POWER))


def _seen(weekly: Weekly, pause: int, kernel: Doubles, process: tuple[float, float]) -> float:
    """How many standard errors the pause makes of one lost unit of counting noise a week."""
    known = min(weekly.weeks - FEED_WEEKS, _HISTORY_WEEKS)
    weeks = known + pause + KERNEL_WEEKS
    silent = np.zeros(weeks)
    silent[known : known + pause] = 1.0
    lower = np.linalg.cholesky(correlation(process, weeks))
    columns = np.column_stack([spread(silent, kernel), baseline_columns(weekly.first_monday, np.zeros(weeks))])
    whitened = np.linalg.solve(lower, columns)
    beside = orthonormal(whitened[:, 1:])
    rest = whitened[:, 0] - beside @ (beside.T @ whitened[:, 0])
    return float(np.sqrt(rest @ rest))
