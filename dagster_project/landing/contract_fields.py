"""The kinds of fields that a contract is made of: lists that may be one word, time zones, patterns, days.

Holds types and their checks; the parts of a contract stand in `contract_model`.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from .words import normalise_word

OnUnmapped = Literal["keep", "reject_row", "fail"]
OnUnmappedWord = Literal["keep", "empty", "reject_row", "fail"]
IdForm = Literal["plain", "salesforce"]
OnDrift = Literal["keep", "reject_row", "fail"]
Every = Literal["day", "week", "month", "quarter", "none"]
UNMAPPED = "unmapped"
# Numbers that count from the start of 1970 in UTC, and how many of them are a second.
UNIX_TIMES = {"unix_seconds": 1, "unix_milliseconds": 1000}
# Numbers that count whole periods from a day on, or back from it: the weeks of a cohort, the days of a spreadsheet.
COUNTED_PERIODS = re.compile(r"(days|weeks|months|quarters|years) (since|before) ([0-9]{4}-[0-9]{2}-[0-9]{2})")
# Unambiguous forms only: anything else has to be declared.
ISO_DATES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f")


def as_list(value: Any) -> Any:
    """One word stands for a list of one."""
    return [value] if isinstance(value, str) else value


def _as_columns(value: Any) -> Any:
    """One column under one or several names; a list of lists is several columns."""
    names = as_list(value)
    return [names] if isinstance(names, list | tuple) and all(isinstance(name, str) for name in names) else names


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is no time zone; write one such as Europe/Paris or UTC")
    return value


def _one_group(value: str) -> str:
    try:
        groups = re.compile(value).groups
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    if groups != 1:
        raise ValueError(f"needs exactly one group in parentheses, it has {groups}")
    return value


def _date_formats(value: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in value:
        counted = COUNTED_PERIODS.fullmatch(pattern)
        if "%" not in pattern and pattern not in UNIX_TIMES and counted is None:
            known = f"{', '.join(UNIX_TIMES)} or weeks since 2024-01-01"
            raise ValueError(f"{pattern!r} is no date format; write one such as %d/%m/%Y, {known}")
        if counted is not None:
            try:
                date.fromisoformat(counted.group(3))
            except ValueError:
                raise ValueError(f"{pattern!r} counts from a day that does not exist") from None
    return value


def _days(value: Any) -> Any:
    match = re.fullmatch(r"(\d+)(?: days?)?", str(value).strip())
    if match is None:
        raise ValueError("write a number of days, such as 3 days")
    return int(match.group(1))


_YEARLY = re.compile(r"\d{2}-\d{2}")


def _pauses(value: tuple[str, ...]) -> tuple[str, ...]:
    for pause in value:
        first, parted, last = pause.partition("..")
        is_yearly = [_YEARLY.fullmatch(end) is not None for end in (first, last)]
        try:
            # 2000 is a leap year, so that a yearly pause may end on 29 February.
            ends = [date.fromisoformat(f"2000-{end}" if is_yearly[0] else end) for end in (first, last)]
        except ValueError:
            ends = []
        if not parted or len(set(is_yearly)) != 1 or not ends or (not is_yearly[0] and ends[1] < ends[0]):
            raise ValueError(
                f"{pause!r} is no pause; write 08-01..08-31 for every year, or 2025-12-22..2026-01-04 for one"
            )
    return value


def _normalised_keys(values: dict[str, str]) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for word, meaning in values.items():
        if meanings.setdefault(normalise_word(word), meaning) != meaning:
            raise ValueError(f"{word!r} has two meanings (case, accents and blanks make no difference)")
    return values


Headers = Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
Joined = Annotated[tuple[Headers, ...], BeforeValidator(_as_columns)]
Words = Annotated[tuple[str, ...], BeforeValidator(as_list)]
Dates = Annotated[tuple[str, ...], BeforeValidator(as_list), AfterValidator(_date_formats), Field(min_length=1)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
NamePattern = Annotated[str, AfterValidator(_one_group)]
Values = Annotated[dict[str, str], AfterValidator(_normalised_keys), Field(min_length=1)]
Days = Annotated[int, BeforeValidator(_days)]
Pauses = Annotated[tuple[str, ...], BeforeValidator(as_list), AfterValidator(_pauses)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
