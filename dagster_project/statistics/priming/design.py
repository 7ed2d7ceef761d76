"""Whether the sends could show an effect at all: what the schedule shares with season, start and other channels.

Holds the causes for which no effect may be claimed, whatever the test says. Must not see returns but through the noise
process that whitens.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.priming.columns import FEED_WEEKS, YEAR_WEEKS
from dagster_project.statistics.priming.kernels import Doubles, spread
from dagster_project.statistics.priming.noise import noise_over
from dagster_project.statistics.priming.regression import Regression, Weekly, orthonormal

SHORTEST_WEEKS = 104
"""Two years: within one, season and outflows cannot be told apart."""
LEAST_BESIDE_OTHERS = 0.10
LEAST_BESIDE_SEASON = 0.25
_NOTHING = 1e-9


@dataclass(frozen=True)
class Kept:
    """Shares of the variance of the delayed sends that are left, after whitening, beside more and more.

    `beside_baseline`; `beside_start` and baseline; `beside_all`; `beside_each` other channel (and baseline and start).
    `beside_season` is left, unwhitened, beside a mean for each week of the year. `is_single_start`: the start was
    accounted for, so that only what varies within the spell could count.
    """

    beside_baseline: float
    beside_start: float
    beside_all: float
    beside_each: Mapping[str, float]
    beside_season: float
    is_single_start: bool


def what_is_kept(weekly: Weekly, channel: str, regression: Regression, kernel: Doubles, process: int) -> Kept:
    """What varies by itself in the channel's sends, delayed by `kernel`."""
    whitener = noise_over(len(regression.returns)).whiteners[process]
    delayed = whitener @ (regression.lags @ kernel)
    level = whitener @ regression.baseline[:, :1]
    total = _left(delayed, level)
    if total < _NOTHING * float(delayed @ delayed):
        total = 0.0
    beside = [regression.baseline, regression.start]

    def kept(*columns: Doubles) -> float:
        return _left(delayed, whitener @ np.concatenate(columns, axis=1)) / total if total > 0 else 0.0

    return Kept(
        kept(regression.baseline),
        kept(*beside),
        kept(*beside, *regression.others.values()),
        {name: kept(*beside, others) for name, others in regression.others.items()},
        kept_beside_season(spread(weekly.sends[channel], kernel)[FEED_WEEKS:]),
        regression.start.shape[1] > 0,
    )


def kept_beside_season(delayed: Doubles) -> float:
    """The share of the variance that is left once each week of the year has its own mean."""
    week = (np.arange(len(delayed)) % YEAR_WEEKS).astype(np.int64)
    means = np.bincount(week, weights=delayed) / np.maximum(np.bincount(week), 1)
    total = float(((delayed - delayed.mean()) ** 2).sum())
    if total < _NOTHING * float(delayed @ delayed):
        return 1.0  # what never changes keeps no calendar
    return float(((delayed - means[week]) ** 2).sum()) / total


def _left(column: Doubles, beside: Doubles) -> float:
    basis = orthonormal(beside)
    rest = column - basis @ (basis.T @ column)
    return float(rest @ rest)
