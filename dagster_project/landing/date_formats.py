"""Formats of dates as SQL: which of them name an instant, which a local time, which only a day.

Holds the reading of a text by declared formats; what becomes of a time in a time zone stands in `casts`.
"""

import re
from collections.abc import Sequence

from .contract_fields import COUNTED_PERIODS, UNIX_TIMES
from .sql import quote_value

# Blanks of a format stand for any number of them.
_DIRECTIVE = re.compile(r"%-?[A-Za-z%]|\s+")
_NUMBERS_FIRST = tuple(f"%{sign}{letter}" for sign in ("", "-") for letter in "YymdHIS")
_DIRECTIVES_OF_NUMBERS = set("YymdHIMSfj")
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
    is_only = len(formats) == 1
    readings = [_unix_time(text, UNIX_TIMES[pattern]) for pattern in formats if pattern in UNIX_TIMES]
    if with_offset:
        readings.append(f"timezone('UTC', {try_strptime(text, with_offset, is_only=is_only)})")
    if in_utc:
        readings.append(local_timestamp(text, in_utc, is_only=is_only))
    return readings


def _unix_time(text: str, units_per_second: int) -> str:
    digits = 9 + len(str(units_per_second))  # until the year 2286; longer numbers are no dates
    is_number = f"regexp_full_match({text}, '[0-9]{{1,{digits}}}')"
    return f"make_timestamp(case when {is_number} then cast({text} as bigint) * {1_000_000 // units_per_second} end)"


def local_timestamp(text: str, formats: list[str], *, is_only: bool = False) -> str:
    """What is written, as a timestamp without a zone; null where no format fits. See `try_strptime`."""
    return f"cast({try_strptime(text, formats, is_only=is_only)} as timestamp)"


def try_strptime(text: str, formats: list[str], *, is_only: bool = False) -> str:
    """The reading by the first format that fits; null where none does. Counts of periods are days too.

    Args:
        text: SQL of a text without outer blanks.
        formats: in their order.
        is_only: whether the column has no other format, so that most texts will fit.
    """
    written = [_read(text, pattern, is_only) for pattern in formats if COUNTED_PERIODS.fullmatch(pattern) is None]
    counted = [found for pattern in formats if (found := COUNTED_PERIODS.fullmatch(pattern)) is not None]
    readings = written + [_counted(text, *found.groups()) for found in counted]
    return readings[0] if len(readings) == 1 else f"coalesce({', '.join(readings)})"


def _read(text: str, pattern: str, is_only: bool) -> str:
    """DuckDB's reading; of several formats it is asked only for those whose own signs stand in the text.

    For one that fails takes five times as long as one that succeeds. By any format DuckDB takes `epoch` and `infinity`
    for dates.
    """
    may_fit = (
        f"{text} between '0' and ':'" if is_only and pattern.startswith(_NUMBERS_FIRST) else _may_fit(text, pattern)
    )
    return f"case when {may_fit} then try_strptime({text}, {quote_value(pattern)}) end"


def _may_fit(text: str, pattern: str) -> str:
    """What is true of every text that a format fits."""
    signs = [sign for sign in _DIRECTIVE.split(pattern) if sign]
    escaped = ["".join(f"\\{letter}" if letter in "\\%_" else letter for letter in sign) for sign in signs]
    conditions = [f"{text} like {quote_value('%' + '%'.join(escaped) + '%')} escape '\\'"] if escaped else []
    if _is_of_numbers(pattern):
        too_many = [":" * (pattern.count(":") + 1), *[letter for letter in "TZ" if letter not in "".join(signs)][:1]]
        conditions += [f"{text} not like {quote_value('%' + '%'.join(others) + '%')}" for others in too_many]
    elif "%z" in pattern and ":" in pattern:
        conditions.append(f"({text} like '%+%' or {text} like '%:%-%')")
    return " and ".join(conditions) or "true"


def _is_of_numbers(pattern: str) -> bool:
    """Whether all that a format's directives stand for are digits."""
    directives = [found for found in _DIRECTIVE.findall(pattern) if found.startswith("%")]
    return all(directive.strip("%-") in _DIRECTIVES_OF_NUMBERS for directive in directives)


def _counted(text: str, unit: str, way: str, day: str) -> str:
    """The day so many periods from a day; five digits reach from 1899, where spreadsheets begin, to now."""
    count = f"case when regexp_full_match({text}, '[0-9]{{1,5}}') then cast({text} as integer) end"
    sign = "+" if way == "since" else "-"
    return f"cast('{day}' as timestamp) {sign} to_{unit}({count})"
