"""From a file's local times to UTC and from UTC to the workspace's local times, as SQL.

The changes of a zone's offset are written out as one list per change of a year, looked up by the year: that costs a
fraction of DuckDB's own conversion, and says exactly what happens where clocks change. Holds nothing about formats of
dates.

A local time that occurs twice (clocks put back) is the first of the two; one that never occurs (clocks put forward) is
read with the offset before the change, so 02:30 becomes 03:30 of the new time: what Python's `fold=0` does.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

# Outside these years the nearest offset holds: exports of marketing tools do not reach there.
_FIRST_YEAR = 1990
_LAST_YEAR = 2050


@dataclass(frozen=True)
class _Change:
    """From `instant` (naive UTC) on, local time is UTC + `after`."""

    instant: datetime
    before: timedelta
    after: timedelta


def local_to_utc(expression: str, zone: ZoneInfo) -> str:
    """A naive local timestamp as a naive UTC timestamp."""
    changes = _changes(zone)
    boundaries = [change.instant + max(change.before, change.after) for change in changes]
    return f"({expression} - to_seconds({_offset_of(expression, boundaries, _offsets(zone))}))"


def utc_to_local(expression: str, zone: ZoneInfo) -> str:
    """A naive UTC timestamp as a naive local timestamp."""
    boundaries = [change.instant for change in _changes(zone)]
    return f"({expression} + to_seconds({_offset_of(expression, boundaries, _offsets(zone))}))"


def _offset_of(expression: str, boundaries: list[datetime], offsets: list[int]) -> str:
    """Seconds of offset: those of the year's start, or after the changes of that year that have come."""
    if not boundaries:
        return str(offsets[0])
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    of_year = [[n for n, boundary in enumerate(boundaries) if boundary.year == year] for year in years]
    before = [bisect_left(boundaries, datetime(year, 1, 1)) for year in years]
    place = f"least(greatest(year({expression}), {_FIRST_YEAR}), {_LAST_YEAR}) - {_FIRST_YEAR - 1}"
    cases = ""
    for number in range(max(len(changes) for changes in of_year)):
        moments = [boundaries[changes[number]] if number < len(changes) else datetime.max for changes in of_year]
        started = [offsets[first + min(number, len(changes))] for first, changes in zip(before, of_year, strict=True)]
        cases += f"when {expression} < {_at(moments, 'timestamp', place)} then {_at(started, 'integer', place)} "
    last = [offsets[first + len(changes)] for first, changes in zip(before, of_year, strict=True)]
    return f"case {cases}else {_at(last, 'integer', place)} end"


def _at(values: Sequence[object], duckdb_type: str, place: str) -> str:
    """The value of a year; the list is one literal, which DuckDB plans faster than its entries."""
    return f"list_extract(cast('[{', '.join(str(value) for value in values)}]' as {duckdb_type}[]), {place})"


def _offsets(zone: ZoneInfo) -> list[int]:
    first = _offset(datetime(_FIRST_YEAR, 1, 1), zone)
    return [int(offset.total_seconds()) for offset in (first, *(change.after for change in _changes(zone)))]


@cache
def _changes(zone: ZoneInfo) -> tuple[_Change, ...]:
    """Every change of offset of these years, found day by day and then halved down to the second."""
    changes = []
    day, end = datetime(_FIRST_YEAR, 1, 1), datetime(_LAST_YEAR, 1, 1)
    offset = _offset(day, zone)
    while day < end:
        next_day = day + timedelta(days=1)
        next_offset = _offset(next_day, zone)
        if next_offset != offset:
            changes.append(_Change(_instant_of_change(day, next_day, zone), offset, next_offset))
        day, offset = next_day, next_offset
    return tuple(changes)


def _instant_of_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = _offset(before, zone)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(before + timedelta(seconds=middle), zone) == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    offset = instant.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    return offset if offset is not None else timedelta(0)
