"""The kinds of plans: arrays region × week of how much of a channel's customary reach is sent.

Pure functions; what a kind is for stands in `effects.Plan`.
"""

from datetime import date

import numpy as np

from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.clock import Clock, Integers
from dagster_project.simulation.effects import Series

_RECENT_WEEKS, _EARLIER_WEEKS, _PAUSE_WEEKS = 4, 12, 13
_WEAK = 0.9  # of the mean of the weeks before
_BEFORE_PEAK = range(4, 10)


def in_random_blocks(rng: np.random.Generator, regions: int, weeks: int) -> Doubles:
    """On and off in blocks of 6 to 14 and 6 to 12 weeks, each region for itself."""
    sent = np.zeros((regions, weeks))
    for region in range(regions):
        week, is_on = int(rng.integers(0, 6)), True
        while week < weeks:
            length = int(rng.integers(6, 15) if is_on else rng.integers(6, 13))
            sent[region, week : week + length] = is_on
            week, is_on = week + length, not is_on
    return sent


def in_series(series: tuple[Series, ...], regions: int, weeks: int) -> Doubles:
    """The weeks of each series, in all regions at once."""
    sent = np.zeros((regions, weeks))
    for part in series:
        first = int(weeks * part.start)
        sent[:, first : first + (part.weeks or int(weeks * part.lasts))] = 1.0
    return sent


def staggered_by_region(regions: int, weeks: int) -> Doubles:
    """Each region from a start of its own, the first after a fifth of the history, and without end."""
    sent = np.zeros((regions, weeks))
    for region in range(regions):
        sent[region, int(weeks * (0.2 + 0.13 * region)) :] = 1.0
    return sent


def weeks_before_peaks(peak_day: int, clock: Clock, regions: int) -> Doubles:
    """The weeks 4 to 9 before the one of each yearly peak, `peak_day` days after 1 January."""
    sent = np.zeros((regions, clock.weeks))
    for year in range(clock.start.year, clock.end.year + 2):
        peak_week = (clock.day_of(date(year, 1, 1)) + peak_day - clock.monday(0)) // 7
        chosen = [peak_week - before for before in _BEFORE_PEAK if 0 <= peak_week - before < clock.weeks]
        sent[:, chosen] = 1.0
    return sent


def until_weak(arrivals: Integers, regions: int) -> Doubles:
    """Sent until the returns of four weeks fall below nine tenths of the twelve weeks before; again a quarter later."""
    sent = np.zeros((regions, len(arrivals)))
    resumes, sending_since = 0, 0
    for week in range(len(arrivals)):
        if week < resumes:
            sending_since = resumes
            continue
        has_run = week - sending_since >= _RECENT_WEEKS and week >= _RECENT_WEEKS + _EARLIER_WEEKS
        recent = arrivals[week - _RECENT_WEEKS : week].mean() if has_run else 0.0
        earlier = arrivals[week - _RECENT_WEEKS - _EARLIER_WEEKS : week - _RECENT_WEEKS].mean() if has_run else 0.0
        if has_run and recent < _WEAK * earlier:
            resumes = week + _PAUSE_WEEKS
        else:
            sent[:, week] = 1.0
    return sent


def much_after_many(arrivals: Integers, regions: int) -> Doubles:
    """As much as the square of the last four weeks' returns against the mean: three times the customary at most."""
    mean = max(float(arrivals.mean()), 1e-9) if len(arrivals) else 1.0
    recent = [arrivals[max(week - _RECENT_WEEKS, 0) : week] for week in range(len(arrivals))]
    seen = np.array([weeks.mean() / mean if len(weeks) else 1.0 for weeks in recent])
    return np.tile(np.minimum(seen**2, 3.0), (regions, 1))
