"""The spans of time that one delivery covers, and when it is exported.

Holds calendar arithmetic only.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dagster_project.simulation.clock import DAY, Clock, Integers


@dataclass(frozen=True)
class Period:
    """Days `first` to `last` of the market (both included), exported on the morning after."""

    first: int
    last: int
    exported: date

    @property
    def label(self) -> str:
        """The export's date as file names write it."""
        return self.exported.isoformat()

    def holds(self, moments: Integers) -> Integers:
        """Indices of the moments inside."""
        days = moments // DAY
        return np.flatnonzero((days >= self.first) & (days <= self.last))


def months(clock: Clock, each: int = 1) -> list[Period]:
    """Spans of `each` calendar months, the last one cut at the market's end."""
    ends = [
        day for day in range(clock.days) if clock.date_of(day + 1).day == 1 and clock.date_of(day).month % each == 0
    ]
    if not ends or ends[-1] != clock.days - 1:
        ends.append(clock.days - 1)
    firsts = [0, *[end + 1 for end in ends[:-1]]]
    return [_period(clock, first, last) for first, last in zip(firsts, ends, strict=True)]


def quarters_then_months(clock: Clock) -> list[Period]:
    """Quarters, and months in the last half-year: how often a log is exported changes over the years."""
    early = [period for period in months(clock, 3) if period.last < clock.days - 185]
    covered = early[-1].last if early else -1
    return early + [period for period in months(clock) if period.first > covered]


def weeks(clock: Clock, first_day: int, overlap: int) -> list[Period]:
    """Weeks from `first_day` to the end, each of which begins `overlap` days before the last one ended."""
    starts = range(first_day, clock.days, 7)
    return [
        _period(clock, start - (overlap if start > first_day else 0), min(start + 6, clock.days - 1))
        for start in starts
    ]


def snapshots(clock: Clock, count: int) -> list[Period]:
    """`count` exports of everything so far, evenly spread, the last one at the market's end."""
    last_days = [round(clock.days * (number + 1) / count) - 1 for number in range(count)]
    return [_period(clock, 0, day) for day in last_days]


def _period(clock: Clock, first: int, last: int) -> Period:
    return Period(first, last, clock.date_of(last) + timedelta(days=1))
