"""Whether the sends could show an effect at all: what the schedule shares with season, start and other channels.

Holds the causes for which no effect may be claimed, whatever the test says. Must not see returns but through the noise
process that whitens.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.priming.accounted import account_for
from dagster_project.statistics.priming.columns import YEAR_WEEKS
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.noise import noise_over
from dagster_project.statistics.priming.regression import Regression

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


def what_is_kept(regression: Regression, sends: Doubles | None, kernel: Doubles, process: int) -> Kept:
    """What varies by itself in the channel's sends, delayed by `kernel`.

    `sends` by week are held against the calendar; None where weeks are compared with each other only within the same
    week, region against region.
    """
    whitener = noise_over(regression.weeks).whiteners[process]
    delayed = regression.whitened(whitener, regression.lags @ kernel)
    baseline = whitener @ regression.baseline
    nothing = np.zeros((len(delayed), 0))

    def left(each: Doubles, *columns: Doubles) -> float:
        shared = regression.whitened(whitener, np.concatenate([nothing, *columns], axis=1))
        rest = account_for(each, shared, regression.panels).freed(delayed)
        return float(rest @ rest)

    total = left(baseline[:, :1])
    if total < _NOTHING * float(delayed @ delayed):
        total = 0.0

    def kept(*columns: Doubles) -> float:
        return left(baseline, *columns) / total if total > 0 else 0.0

    return Kept(
        kept(),
        kept(regression.start),
        kept(regression.start, *regression.others.values()),
        {name: kept(regression.start, others) for name, others in regression.others.items()},
        1.0 if sends is None else kept_beside_season(_smoothed(sends, kernel)),
        regression.start.shape[1] > 0,
    )


def _smoothed(sends: Doubles, kernel: Doubles) -> Doubles:
    """Sends as smooth as the kernel makes them but not delayed, so that all weeks tell of their season."""
    delay = round(float(kernel @ np.arange(len(kernel))))
    return np.asarray(np.convolve(sends, kernel)[delay : delay + len(sends)])


def kept_beside_season(delayed: Doubles) -> float:
    """The share of the variance that is left once each week of the year has its own mean.

    Variances are per degree of freedom: sends that know no season keep all, whatever the number of years.
    """
    week = (np.arange(len(delayed)) % YEAR_WEEKS).astype(np.int64)
    counts = np.bincount(week)
    means = np.bincount(week, weights=delayed) / np.maximum(counts, 1)
    free = len(delayed) - int((counts > 0).sum())
    total = float(((delayed - delayed.mean()) ** 2).sum()) / (len(delayed) - 1)
    if total * len(delayed) < _NOTHING * float(delayed @ delayed) or free < 1:
        return 1.0  # what never changes keeps no calendar
    return float(((delayed - means[week]) ** 2).sum()) / free / total
