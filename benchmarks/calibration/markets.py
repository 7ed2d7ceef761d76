"""Markets of the calibration: baseline, schedules and effects drawn week by week, with the truth beside them.

A small generator of its own, so that thousands of markets cost seconds; `spot` checks with the package's simulator. The
baseline is exp(trend + a peaked season + August + holidays + autoregression), counted by Poisson: multiplicative where
the fit is additive, peaked where the fit has three harmonics.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.calibration import schedules
from benchmarks.calibration.kernels import Doubles, draw_kernel
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, lags_of_each
from dagster_project.statistics.priming.regression import Weekly

FIRST_MONDAY = date(2022, 1, 3)
RUN_IN = 60
BASE_RETURNS = 25.0
_HOLIDAY_WEEKS = (0, 13, 17, 18, 20, 28, 32, 43, 44, 51)


@dataclass(frozen=True)
class Market:
    """Weekly sums and, for the channel that is judged, the truth: five lags and returns per 1,000; None: no effect."""

    weekly: Weekly
    channel: str
    lags: Doubles | None
    returns_per_1000: float


@dataclass(frozen=True)
class Climate:
    """A baseline by week, holidays and the week of the yearly peak."""

    expected: Doubles
    holidays: Doubles
    peak_week: float


def draw_climate(
    rng: np.random.Generator, weeks: int, autocorrelation: float, deviation: float, season: float = 0.375
) -> Climate:
    """The baseline of a market, its run-in included."""
    week = np.arange(weeks)
    peak = float(rng.uniform(0, schedules.YEAR_WEEKS))
    season_shape = np.exp(2.0 * (np.cos(2 * np.pi * (week - peak) / schedules.YEAR_WEEKS) - 1))
    of_year = week % schedules.YEAR_WEEKS
    holidays = np.isin(np.floor(of_year), _HOLIDAY_WEEKS).astype(np.float64)
    logarithm = rng.uniform(-0.10, 0.15) * week / 52 + season * (season_shape - season_shape.mean())
    logarithm -= 0.4 * ((of_year > 30.5) & (of_year < 35)) + 0.15 * holidays
    logarithm += schedules.wandering(rng, weeks, autocorrelation, deviation)
    return Climate(BASE_RETURNS * np.exp(logarithm), holidays, peak)


def market_of(climate: Climate, returns: Doubles, sends: dict[str, Doubles], channel: str) -> Market:
    """A market without effect of `channel`, its run-in cut off."""
    weekly = Weekly(
        FIRST_MONDAY,
        returns[RUN_IN:].astype(np.float64),
        {name: each[RUN_IN:] for name, each in sends.items()},
        climate.holidays[RUN_IN:],
        {},
    )
    return Market(weekly, channel, None, 0.0)


def caused(sends: Doubles, kernel: Doubles, lift: float, climate: Climate) -> tuple[Doubles, float]:
    """Expected returns of a channel by week, and per outflow, for a lift of that share of the baseline's mean."""
    delayed = np.convolve(sends, kernel)[: len(sends)]
    each = lift * climate.expected[RUN_IN:].mean() / max(delayed[RUN_IN:].mean(), 1e-9)
    return each * delayed, each


def draw_effective(
    rng: np.random.Generator, schedule: str, *, lift: float, delay: float, shape: str, weeks: int
) -> Market:
    """A market in which the channel works; `two channels` has another one at work beside it."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.6, 0.15)
    kernel = draw_kernel(rng, delay, shape)
    is_pair = schedule == "two channels"
    sends = {"email": schedules.SCHEDULES["on and off" if is_pair else schedule](rng, length)}
    expected, each = caused(sends["email"], kernel, lift, climate)
    if is_pair:
        sends["phone"] = schedules.bursts(rng, length)
        expected = expected + caused(sends["phone"], draw_kernel(rng, 1.0, "weibull"), 0.5, climate)[0]
    market = market_of(climate, rng.poisson(climate.expected + expected), sends, "email")
    inside = kernel[:KERNEL_WEEKS]
    return Market(market.weekly, "email", lags_of_each(inside[None, :])[0], 1000 * each * float(inside.sum()))
