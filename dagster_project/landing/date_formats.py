"""Formats of dates as SQL: which of them name an instant, which a local time, which only a day.

Holds the reading of a text by declared formats; what becomes of a time in a time zone stands in `casts`.
"""

from collections.abc import Sequence

from .contract_fields import COUNTED_PERIODS, UNIX_TIMES
from .sql import quote_value

_TIME_DIRECTIVES = ("%H", "%I", "%-H", "%-I", "%c", "%X")


def has_time(pattern: str) -> bool:
    """Whether a format writes a time of day, not only a day."""
    return pattern in UNIX_TIMES or any(directive in pattern for directive in _TIME_DIRECTIVES)


def local_formats(formats: Sequence[str]) -> list[str]:
    """The formats whose texts are local times of the file's time zone."""
    return [pattern for pattern in formats if not _is_instant(pattern)]


def _is_instant(pattern: str) -> bool:
    """Whether a format says which instant it is, whatever the file's time zone: an offset, a closing Z, Unix time."""
    return pattern in UNIX_TIMES or "%z" in pattern or pattern.endswith("Z")


def instants(text: str, formats: Sequence[str]) -> list[str]:
    """The readings of a text by formats that name an instant, as naive UTC timestamps."""
    with_offset = [pattern for pattern in formats if "%z" in pattern]
    in_utc = [pattern for pattern in formats if pattern.endswith("Z")]
    readings = [_unix_time(text, UNIX_TIMES[pattern]) for pattern in formats if pattern in UNIX_TIMES]
    if with_offset:
        readings.append(f"timezone('UTC', {try_strptime(text, with_offset)})")
    if in_utc:
        readings.append(local_timestamp(text, in_utc))
    return readings


def _unix_time(text: str, units_per_second: int) -> str:
    digits = 9 + len(str(units_per_second))  # until the year 2286; longer numbers are no dates
    is_number = f"regexp_full_match({text}, '[0-9]{{1,{digits}}}')"
    return f"make_timestamp(case when {is_number} then cast({text} as bigint) * {1_000_000 // units_per_second} end)"


def local_timestamp(text: str, formats: list[str]) -> str:
    """What is written, as a timestamp without a zone; null where no format fits."""
    return f"cast({try_strptime(text, formats)} as timestamp)"


def try_strptime(text: str, formats: list[str]) -> str:
    """DuckDB's reading by the first format that fits; null where none does. Counts of periods are days too."""
    counted = [found for pattern in formats if (found := COUNTED_PERIODS.fullmatch(pattern)) is not None]
    written = [pattern for pattern in formats if COUNTED_PERIODS.fullmatch(pattern) is None]
    readings = [_counted(text, *found.groups()) for found in counted]
    if written:
        patterns = ", ".join(quote_value(pattern) for pattern in written)
        readings.insert(0, f"try_strptime({text}, {patterns if len(written) == 1 else f'[{patterns}]'})")
    return readings[0] if len(readings) == 1 else f"coalesce({', '.join(readings)})"


def _counted(text: str, unit: str, way: str, day: str) -> str:
    """The day so many periods from a day; five digits reach from 1899, where spreadsheets begin, to now."""
    count = f"case when regexp_full_match({text}, '[0-9]{{1,5}}') then cast({text} as integer) end"
    sign = "+" if way == "since" else "-"
    return f"cast('{day}' as timestamp) {sign} to_{unit}({count})"
