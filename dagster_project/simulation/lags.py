"""How long returns take: the distribution of lags by day and by week, and the five lags of a kernel.

Pure functions of the market's parameters. Weeks are ISO weeks: the lag in weeks of an outflow sent on a Friday and a
return on the Monday after it is 1.
"""

import math
from functools import cache

import numpy as np

from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.comings import REFERRAL_SCALE_DAYS, REFERRAL_SHAPE
from dagster_project.simulation.effects import ChannelEffects

KERNEL_WEEKS = 27  # lags 0 … 26
_SMALL = 1e-12


def gamma_share(shape: float, x: float) -> float:
    """Share of a Gamma distribution of scale 1 below x: the regularised lower incomplete gamma function, by its series.

    Abramowitz & Stegun 6.5.29; all terms are positive, so that nothing cancels.
    """
    if x <= 0:
        return 0.0
    if x > shape + 40 * math.sqrt(shape) + 40:
        return 1.0
    term = total = 1.0 / shape
    divisor = shape
    while term > total * 1e-16:
        divisor += 1.0
        term *= x / divisor
        total += term
    return min(math.exp(shape * math.log(x) - x - math.lgamma(shape)) * total, 1.0)


@cache
def lags_by_day(dead_days: float, shape: float, scale_days: float, days: int) -> Doubles:
    """Probability that a return comes 0, 1 … `days` − 1 days later: dead time + Gamma, rounded up to whole days.

    The same array for the same arguments: not to be written to.
    """
    if not scale_days:
        return np.asarray(np.arange(days) == math.ceil(dead_days), dtype=np.float64)
    below = np.array([gamma_share(shape, (day - dead_days) / scale_days) for day in range(-1, days)])
    return np.asarray(np.diff(below), dtype=np.float64)


def channel_lags(channel: ChannelEffects, days: int) -> Doubles:
    """`lags_by_day` of what a channel causes itself."""
    return lags_by_day(channel.dead_days, channel.shape, channel.scale_days, days)


def with_referrals(first: Doubles, referrals: float) -> Doubles:
    """Expected returns by day with all generations of referrals, from those that outflows caused themselves."""
    days = len(first)
    following = referrals * np.concatenate([[0.0], lags_by_day(0.0, REFERRAL_SHAPE, REFERRAL_SCALE_DAYS, days)])[:days]
    total, generation = first.copy(), first
    while generation.sum() > _SMALL * max(total.sum(), 1.0):
        generation = np.convolve(generation, following)[:days]
        total += generation
    return total


def by_weeks(lags: Doubles, weekdays: Doubles, weeks: int) -> Doubles:
    """Lags by ISO week from lags by day; `weekdays` are the shares of Monday … Sunday among the outflows."""
    day = np.arange(len(lags))
    kernel = np.zeros(weeks)
    for weekday, share in enumerate(weekdays.tolist()):
        week = (weekday + day) // 7
        inside = week < weeks
        kernel += share * np.bincount(week[inside], weights=lags[inside], minlength=weeks)
    return kernel


def five_lags(kernel: Doubles) -> dict[str, float]:
    """Onset, half, steady, peak and mean in weeks of a kernel that sums to 1, K interpolated between whole weeks."""
    week = np.arange(len(kernel))
    running = np.cumsum(kernel)
    return {
        "onset_weeks": _reached(running, 0.10),
        "half_weeks": _reached(running, 0.50),
        "steady_weeks": _reached(running, 0.95),
        "peak_weeks": float(np.argmax(kernel)),
        "mean_lag_weeks": float((week * kernel).sum()),
    }


def _reached(running: Doubles, share: float) -> float:
    week = int(np.searchsorted(running, share))
    if week == 0:
        return 0.0
    if week >= len(running):
        return float(len(running) - 1)
    before, after = float(running[week - 1]), float(running[week])
    return week - 1 + (share - before) / (after - before)
