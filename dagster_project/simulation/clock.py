"""The market's calendar: local seconds since the market's first midnight, their UTC instants and their texts.

Everything in the market happens between 05:00 and 24:00 local time, so one offset from UTC per day is exact.
Holds no events and no randomness.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
DAY = 86_400
_ZONE = ZoneInfo("Europe/Paris")
SECOND_TEXTS = [f"{h:02}:{m:02}:{s:02}" for h in range(24) for m in range(60) for s in range(60)]


@dataclass
class Clock:
    """Days from `start` to `end`, both included."""

    start: date
    end: date
    offsets: Integers = field(init=False)
    _texts: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        # A year more than the market lasts: expected closing dates lie beyond its end.
        self.offsets = np.array([self._offset(day) for day in range(self.days + 366)], dtype=np.int64)

    @property
    def days(self) -> int:
        """Number of days of the market."""
        return (self.end - self.start).days + 1

    @property
    def weeks(self) -> int:
        """Number of whole weeks of the market, Monday to Sunday."""
        return (self.days - self._first_monday) // 7

    @property
    def _first_monday(self) -> int:
        return -self.start.weekday() % 7

    def monday(self, week: int) -> int:
        """Day number of the Monday of a whole week."""
        return self._first_monday + 7 * week

    def week_of(self, days: Integers) -> Integers:
        """Number of the whole week of each day; −1 and `weeks` for the days before and after."""
        return np.clip((days - self._first_monday) // 7, -1, self.weeks)

    def date_of(self, day: int) -> date:
        """The date of the market's day number `day`."""
        return self.start + timedelta(days=int(day))

    def day_of(self, day: date) -> int:
        """The market's day number of a date."""
        return (day - self.start).days

    def instants(self, moments: Integers) -> Integers:
        """UTC microseconds since 1970 of local `moments` (seconds since the market's first midnight)."""
        epoch = (self.start - date(1970, 1, 1)).days * DAY
        return (epoch + moments - self.offsets[moments // DAY]) * 1_000_000

    def instant(self, moment: int) -> int:
        """`instants` of one moment."""
        return int(self.instants(np.array([moment], dtype=np.int64))[0])

    def last_instants_of_day(self, moments: Integers) -> Integers:
        """The last microsecond of each moment's local day: when a day-only outflow counts at the latest."""
        following = (moments // DAY + 1) * DAY
        epoch = (self.start - date(1970, 1, 1)).days * DAY
        midnight_offsets = np.array([self._midnight_offset(int(day)) for day in np.unique(following // DAY)])
        positions = np.searchsorted(np.unique(following // DAY), following // DAY)
        offsets = midnight_offsets[positions] if len(following) else following
        return (epoch + following - offsets) * 1_000_000 - 1

    def day_texts(self, pattern: str) -> list[str]:
        """The text of each day by `strftime` pattern."""
        if pattern not in self._texts:
            self._texts[pattern] = [self.date_of(day).strftime(pattern) for day in range(len(self.offsets))]
        return self._texts[pattern]

    def text(self, moment: int, pattern: str) -> str:
        """One local moment as text."""
        return (datetime.combine(self.start, time()) + timedelta(seconds=int(moment))).strftime(pattern)

    def utc_text(self, moment: int, pattern: str) -> str:
        """One local moment as text in UTC."""
        return datetime.fromtimestamp(self.instant(moment) / 1e6, UTC).strftime(pattern)

    def _offset(self, day: int) -> int:
        return self._seconds(datetime.combine(self.date_of(day), time(12), _ZONE))

    def _midnight_offset(self, day: int) -> int:
        return self._seconds(datetime.combine(self.date_of(day), time(), _ZONE))

    @staticmethod
    def _seconds(moment: datetime) -> int:
        offset = moment.utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0
