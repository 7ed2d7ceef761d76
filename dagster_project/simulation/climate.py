"""The weather of the market: how many come of themselves on each day, and the days on which nobody works.

Holds the baseline's rate exp(trend + season + holidays + AR), the same for every shard. Draws no return.
"""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulation.clock import Clock, Integers
from dagster_project.simulation.effects import BaselineEffects

Doubles = NDArray[np.float64]
_YEAR = 365.25
_FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


def draw_daily_rates(rng: np.random.Generator, effects: BaselineEffects, clock: Clock) -> Doubles:
    """Expected baseline returns of one person on each day of the market."""
    day = np.arange(clock.days)
    since_january = day + (clock.start - date(clock.start.year, 1, 1)).days
    august = np.array([effects.august if clock.date_of(d).month == 8 else 0.0 for d in range(clock.days)])
    season = august + effects.season * np.cos(2 * np.pi * (since_january - effects.peak_day) / _YEAR)
    weekend = np.array([effects.weekend if clock.date_of(d).weekday() >= 5 else 0.0 for d in range(clock.days)])
    logarithm = effects.growth * day / _YEAR + season + weekend
    if effects.holidays:
        logarithm += effects.holidays * _are_holidays(clock)
    if effects.volatility:
        logarithm += _draw_weekly_noise(rng, effects, clock.days // 7 + 1)[day // 7]
    if effects.step:
        logarithm += effects.step * (day >= effects.step_at * clock.days)
    return np.asarray(effects.returns_per_person / _YEAR * np.exp(logarithm))


def draw_arrivals(rng: np.random.Generator, rates: Doubles, size: int) -> Integers:
    """Baseline returns of each day among `size` people."""
    return np.asarray(rng.poisson(rates * size))


def by_week(daily: Integers, clock: Clock) -> Integers:
    """Sums over the market's whole weeks."""
    return np.asarray(daily[clock.monday(0) : clock.monday(clock.weeks)].reshape(-1, 7).sum(axis=1))


def _draw_weekly_noise(rng: np.random.Generator, effects: BaselineEffects, weeks: int) -> Doubles:
    """An AR(1) in its steady state, of which `volatility` is the standard deviation."""
    shocks = rng.normal(0.0, effects.volatility, weeks)
    noise = np.empty(weeks)
    noise[0] = shocks[0]
    fresh = np.sqrt(1 - effects.autocorrelation**2)
    for week in range(1, weeks):
        noise[week] = effects.autocorrelation * noise[week - 1] + fresh * shocks[week]
    return noise


def _are_holidays(clock: Clock) -> Doubles:
    years = range(clock.start.year, clock.end.year + 1)
    holidays = {date(year, month, day) for year in years for month, day in _FIXED_HOLIDAYS}
    for year in years:
        # Easter Monday, Ascension Day, Whit Monday
        holidays |= {easter(year) + timedelta(days=days) for days in (1, 39, 50)}
    return np.array([clock.date_of(day) in holidays for day in range(clock.days)], dtype=np.float64)


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar, after the anonymous rule of 1876 (Butcher)."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
