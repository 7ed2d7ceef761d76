"""Markets in which the channel that is judged does nothing, though it looks as if it did.

Each function draws one market of a family; all take a generator and the number of weeks.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.calibration import schedules
from benchmarks.calibration.kernels import SHAPES, draw_kernel
from benchmarks.calibration.markets import BASE_RETURNS, RUN_IN, Market, caused, draw_climate, market_of


def shuffled(rng: np.random.Generator, weeks: int) -> Market:
    """The sends of a working channel in another order, in blocks of four weeks."""
    length = weeks + RUN_IN + (-(weeks + RUN_IN)) % 4
    climate = draw_climate(rng, length, 0.6, 0.2)
    sends = schedules.on_off(rng, length)
    effect, _ = caused(sends, draw_kernel(rng, 5.0, "lognormal"), 0.5, climate)
    returns = rng.poisson(climate.expected + effect)
    mixed = sends.reshape(-1, 4)[rng.permutation(length // 4)].ravel()
    return market_of(climate, returns, {"email": mixed}, "email")


def leading(rng: np.random.Generator, weeks: int) -> Market:
    """The more returns came in four weeks, the more is sent."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.7, 0.2)
    returns = rng.poisson(climate.expected)
    sends = np.zeros(length)
    for week in range(length):
        recent = returns[max(0, week - 4) : week].mean() if week else BASE_RETURNS
        sends[week] = rng.poisson(schedules.VOLUME * (max(recent, 1.0) / BASE_RETURNS) ** 2)
    return market_of(climate, returns, {"email": sends}, "email")


def season_timed(rng: np.random.Generator, weeks: int) -> Market:
    """Sent 4 to 9 weeks before a yearly peak, a week earlier or later and more or less from year to year."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.6, 0.2, season=0.525)
    week = np.arange(length)
    year = np.floor((week - climate.peak_week) / schedules.YEAR_WEEKS).astype(np.int64)
    before = (week - climate.peak_week) - (year + 1) * schedules.YEAR_WEEKS + rng.integers(-1, 2, size=40)[year]
    is_sent = (before >= -9.5) & (before <= -3.5)
    sends = rng.poisson(schedules.VOLUME * is_sent * rng.uniform(0.7, 1.3, length)).astype(np.float64)
    return market_of(climate, rng.poisson(climate.expected), {"email": sends}, "email")


def companion(rng: np.random.Generator, weeks: int) -> Market:
    """Sent a week after a channel that works, in proportion to it."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.6, 0.2)
    leader = schedules.on_off(rng, length)
    kernel = draw_kernel(rng, float(rng.choice([0.0, 3.0, 7.0])), str(rng.choice(SHAPES)))
    effect, _ = caused(leader, kernel, 0.7, climate)
    follower = rng.poisson(0.4 * np.concatenate([[0.0], leader[:-1]])).astype(np.float64)
    return market_of(climate, rng.poisson(climate.expected + effect), {"email": leader, "phone": follower}, "phone")


def baseline_step(rng: np.random.Generator, weeks: int) -> Market:
    """One start, and 1 to 8 weeks later the baseline rises by 60 % for reasons of its own."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.6, 0.2)
    start = RUN_IN + int(rng.integers(weeks * 2 // 5, weeks * 2 // 3))
    risen = np.where(np.arange(length) >= start + rng.integers(1, 9), 1.6, 1.0)
    sends = schedules.started_once(rng, length, start)
    return market_of(climate, rng.poisson(climate.expected * risen), {"email": sends}, "email")


def stopped_on_weak_returns(rng: np.random.Generator, weeks: int) -> Market:
    """Stopped when four weeks bring less than nine tenths of the twelve before, taken up again after a quarter."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.6, 0.2)
    returns = rng.poisson(climate.expected)
    sends, silent = np.zeros(length), 0
    for week in range(length):
        if silent:
            silent -= 1
        elif week >= 20 and returns[week - 4 : week].mean() < 0.9 * returns[week - 16 : week - 4].mean():
            silent = 12
        else:
            sends[week] = rng.poisson(schedules.VOLUME)
    return market_of(climate, returns, {"email": sends}, "email")


def autocorrelated(autocorrelation: float, schedule: str) -> Callable[[np.random.Generator, int], Market]:
    """Sends that have nothing to do with a baseline that wanders."""

    def draw(rng: np.random.Generator, weeks: int) -> Market:
        climate = draw_climate(rng, weeks + RUN_IN, autocorrelation, 0.25)
        sends = schedules.SCHEDULES[schedule](rng, weeks + RUN_IN)
        return market_of(climate, rng.poisson(climate.expected), {"email": sends}, "email")

    return draw


NULLS: dict[str, Callable[[np.random.Generator, int], Market]] = {
    "shuffled": shuffled,
    "leading": leading,
    "season-timed": season_timed,
    "companion": companion,
    "baseline step": baseline_step,
    "stopped on weak returns": stopped_on_weak_returns,
    **{
        f"autocorrelation {value}, {schedule}": autocorrelated(value, schedule)
        for value in (0, 0.5, 0.8, 0.95)
        for schedule in ("on and off", "bursts", "varying", "steady")
    },
}
