"""The fit of one channel in one segment, from weekly sums to a finding.

Holds the order of the steps. Must not hold a verdict: that needs the other segments' findings too (`verdicts.py`).
"""

import zlib
from dataclasses import dataclass, replace

import numpy as np

from dagster_project.statistics.priming.columns import FEED_WEEKS
from dagster_project.statistics.priming.design import SHORTEST_WEEKS, Kept, what_is_kept
from dagster_project.statistics.priming.evidence import Evidence, weigh
from dagster_project.statistics.priming.forecast import ForecastError, out_of_sample
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.regression import Regression, Weekly, build_regression
from dagster_project.statistics.priming.shape import LIMITS, Shape, draw_shape

FEWEST_RETURNS = 20
FEWEST_FREE = 10
"""Weeks that must be left beside one for each column that is accounted for: in two years, what may follow a start, an
end and other channels takes up to all of them, and nothing is left to tell an effect or noise by …"""
_NOTHING_LEFT = 1e-6
"""… as where no more than this share of the returns' squares is left: the rest of the weeks are empty."""


@dataclass(frozen=True)
class Effect:
    """Returns per 1,000 outflows with 90 % limits, sooner or later, referrals that follow included."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Finding:
    """What one fit found.

    `missing` says why nothing could be fitted (`too short`, `no outflows`, `no returns`), and then all else is None.
    `returns_per_week` and `sends_per_week` are means over the fitted weeks and over all; `forecast` is None where too
    few weeks are left to try it.
    """

    weeks: int
    returns_per_week: float
    sends_per_week: float
    missing: str | None
    evidence: Evidence | None = None
    shape: Shape | None = None
    effect: Effect | None = None
    kept: Kept | None = None
    forecast: ForecastError | None = None


def fit_channel(weekly: Weekly, channel: str, name: str = "") -> Finding:
    """Fit the returns of a segment on the delayed sends of `channel`, the other channels beside it.

    Args:
        weekly: the segment by week.
        channel: which of its channels.
        name: of the segment; together with the channel it seeds the simulation, so that equal data give equal results.
    """
    returns_per_week = float(weekly.returns[FEED_WEEKS:].mean()) if weekly.weeks > FEED_WEEKS else 0.0
    sends_per_week = float(weekly.sends[channel].mean()) if weekly.weeks else 0.0
    missing = _missing(weekly, channel)
    if missing is not None:
        return Finding(weekly.weeks, returns_per_week, sends_per_week, missing)
    regression = build_regression(weekly, channel)
    if _is_used_up(regression):
        return Finding(weekly.weeks, returns_per_week, sends_per_week, "too short")
    observed = Finding(weekly.weeks, returns_per_week, sends_per_week, None)
    found = fit_regression(regression, weekly.sends[channel], f"{name}|{channel}", observed)
    assert found.shape is not None and found.evidence is not None  # noqa: S101 -- just fitted
    return replace(found, forecast=out_of_sample(regression, found.shape.kernel, found.evidence.process))


def _is_used_up(regression: Regression) -> bool:
    accounted, returns = regression.accounted, regression.returns
    left = accounted.freed(returns[:, None])[:, 0]
    is_nothing_left = float(left @ left) < _NOTHING_LEFT * float(returns @ returns)
    return is_nothing_left or len(returns) - accounted.columns < FEWEST_FREE


def fit_regression(regression: Regression, sends: Doubles | None, name: str, observed: Finding) -> Finding:
    """Weigh a regression and complete `observed` with what is found; `sends` as in `what_is_kept`."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    evidence = weigh(regression, rng)
    shape = draw_shape(evidence, rng)
    totals = shape.draws.sum(axis=1) / regression.mean_sends * 1000
    low, value, high = (float(each) for each in np.quantile(totals, (LIMITS[0], 0.5, LIMITS[1])))
    kept = what_is_kept(regression, sends, shape.kernel, evidence.process)
    return replace(observed, evidence=evidence, shape=shape, effect=Effect(value, low, high), kept=kept)


def _missing(weekly: Weekly, channel: str) -> str | None:
    if weekly.weeks < SHORTEST_WEEKS:
        return "too short"
    if not weekly.sends[channel].any():
        return "no outflows"
    return "no returns" if weekly.returns[FEED_WEEKS:].sum() < FEWEST_RETURNS else None
