"""Kernels: the share of an outflow's returns by lag in weeks, the five lags, and the family that is fitted.

Holds kernels and what follows from one. Must not see returns.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

Doubles = NDArray[np.float64]

KERNEL_WEEKS = 27
"""Lags 0 to 26."""
ONSET, HALF, STEADY = 0.10, 0.50, 0.95
LAG_NAMES = ("onset_weeks", "half_weeks", "steady_weeks", "peak_weeks", "mean_lag_weeks")

_DEAD_TIMES = np.arange(0, 17.5, 0.5)
_SHAPES = {
    1: (0.35, 1.0, 2.0, 3.5, 6.0),
    2: (0.8, 1.6, 2.6, 4.0, 6.0),
    4: (1.5, 2.5, 3.7, 5.5, 8.0),
}
"""Mean weeks after the dead time, by shape of the Gamma distribution."""
_INSIDE = 0.93
"""A kernel of which less lies within 26 weeks cannot be seen through a window of 26 weeks."""


@dataclass(frozen=True)
class Lags:
    """The five lags of a kernel in weeks."""

    onset: float
    half: float
    steady: float
    peak: float
    mean: float


def lags_of(kernel: Doubles) -> Lags:
    """The lags of one kernel of any positive sum."""
    return Lags(*(float(lag) for lag in lags_of_each(kernel[None, :])[0]))


def lags_of_each(kernels: Doubles) -> Doubles:
    """The five lags of each row, in the order of `LAG_NAMES`.

    K, the running sum, is interpolated between whole weeks; what is reached in week 0 is reached at 0.
    """
    shares = kernels / kernels.sum(axis=1, keepdims=True)
    running = np.cumsum(shares, axis=1)
    reached = [_reached(running, share) for share in (ONSET, HALF, STEADY)]
    peak = shares.argmax(axis=1).astype(np.float64)
    return np.stack([*reached, peak, shares @ np.arange(shares.shape[1])], axis=1)


def _reached(running: Doubles, share: float) -> Doubles:
    last = running.shape[1] - 1
    week = (running < share - 1e-12).sum(axis=1)
    before = np.take_along_axis(running, np.clip(week - 1, 0, last)[:, None], axis=1)[:, 0]
    after = np.take_along_axis(running, np.clip(week, 0, last)[:, None], axis=1)[:, 0]
    between = week - 1 + (share - before) / np.maximum(after - before, 1e-12)
    return np.asarray(np.where(week == 0, 0.0, np.where(week > last, float(last), between)))


@cache
def delayed_gammas() -> Doubles:
    """The fitted family, kernel × lag: a dead time of 0 to 17 weeks, then a Gamma distribution, each summing to 1.

    Outflows are taken as spread evenly over the seven days of their week.
    """
    within_week = (np.arange(7) + 0.5) / 7
    edges = np.arange(KERNEL_WEEKS + 1)[None, :] - within_week[:, None]
    kernels = [
        np.diff(gammainc(shape, np.maximum(edges - dead_time, 0.0) * shape / mean), axis=1).mean(axis=0)
        for dead_time in _DEAD_TIMES
        for shape, means in _SHAPES.items()
        for mean in means
    ]
    sums = np.array([kernel.sum() for kernel in kernels])
    return np.asarray(np.array(kernels)[sums >= _INSIDE] / sums[sums >= _INSIDE, None])


@cache
def kernels_to_test() -> Doubles:
    """Every other kernel of the family: enough to test for an effect, and half the work."""
    return delayed_gammas()[::2]


@cache
def lags_of_family() -> Doubles:
    """The five lags of each kernel of `delayed_gammas`."""
    return lags_of_each(delayed_gammas())


def geometric_kernel(retained: float, weeks: int) -> Doubles:
    """The normalised geometric kernel of advertising: share `retained` of each week's effect goes on to the next."""
    kernel = retained ** np.arange(weeks)
    return np.asarray(kernel / kernel.sum(), dtype=np.float64)


def delayed_geometric_kernel(retained: float, delay: float, weeks: int) -> Doubles:
    """The normalised kernel retained ^ ((lag − delay)²): a bell around the delay."""
    kernel = retained ** ((np.arange(weeks) - delay) ** 2)
    return np.asarray(kernel / kernel.sum(), dtype=np.float64)


def spread(sends: Doubles, kernel: Doubles) -> Doubles:
    """Sends delayed by a kernel (adstock), of the same length; nothing was sent before the first week."""
    return np.asarray(np.convolve(sends, kernel)[: len(sends)], dtype=np.float64)
