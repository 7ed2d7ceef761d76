"""In which formats a column writes its dates, told from its values.

Holds the candidates and the choice; a doubt between day and month is passed on in words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

_DAYS = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d",
    "%d/%m/%y", "%m/%d/%y", "%b %d, %Y", "%d %b %Y", "%B %d, %Y", "%d %B %Y",
)  # fmt: skip
_TIMES = (
    "", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M", " %H:%M:%S.%f", "T%H:%M:%S.%f",
    "T%H:%M:%SZ", "T%H:%M:%S.%fZ", " %H:%M:%S UTC", "T%H:%M:%S%z", " %H:%M:%S%z",
)  # fmt: skip
_FORMATS = tuple(f"{day}{time}" for day in _DAYS for time in _TIMES)
# Earlier and later years are numbers that happen to look like a date.
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_UNIX = {"unix_seconds": (re.compile(r"1[0-9]{9}"), 1), "unix_milliseconds": (re.compile(r"1[0-9]{12}"), 1000)}
_LOOKS_LIKE_A_DATE = re.compile(r"(?=.*[0-9])[0-9A-Za-zéûàÀ-ÿ./:,+\- ]{6,40}")
_COMPACT = re.compile(r"(19|20)[0-9]{6}")
_MOST_FORMATS = 3
_ENOUGH = 0.95  # of the values; the rest may be misprints, which landing rejects one by one


@dataclass(frozen=True)
class DateGuess:
    """The formats of a column's dates.

    Attributes:
        formats: as a contract declares them.
        first, last: the earliest and latest value.
        doubt: what could be otherwise; empty where the values leave no choice.
    """

    formats: tuple[str, ...]
    first: datetime
    last: datetime
    doubt: str = ""


def guess_dates(values: Sequence[str]) -> DateGuess | None:
    """The formats of a column, None where it holds no dates.

    Args:
        values: filled cells in the order of the file.
    """
    if not values:
        return None
    unix = _guess_unix(values)
    if unix is not None:
        return unix
    if sum(map(_may_be_date, values)) < _ENOUGH * len(values):
        return None
    distinct = list(dict.fromkeys(values))
    chosen: list[str] = []
    doubt = ""
    left = distinct
    while left and len(chosen) < _MOST_FORMATS:
        read = {form: [value for value in left if parse(value, form) is not None] for form in _formats_like(left)}
        most = max((len(found) for found in read.values()), default=0)
        if not most:
            break
        best = [form for form in read if len(read[form]) == most]
        form, why = _choose(best, values)
        doubt = doubt or why
        chosen.append(form)
        left = [value for value in left if parse(value, form) is None]
    if len(left) > (1 - _ENOUGH) * len(distinct):
        return None
    moments = [moment for value in distinct for form in chosen if (moment := parse(value, form)) is not None]
    return DateGuess(tuple(chosen), min(moments), max(moments), doubt)


def parse(text: str, form: str) -> datetime | None:
    """A value by one format, without its time zone; None where it does not fit."""
    if form in _UNIX:
        pattern, units = _UNIX[form]
        return datetime.fromtimestamp(int(text) / units, UTC).replace(tzinfo=None) if pattern.fullmatch(text) else None
    if form.startswith("%Y%m%d") and not _COMPACT.match(text):
        return None
    try:
        moment = datetime.strptime(text, form)
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _guess_unix(values: Sequence[str]) -> DateGuess | None:
    for form, (pattern, _) in _UNIX.items():
        if all(pattern.fullmatch(value) for value in values):
            moments = [moment for value in (min(values), max(values)) if (moment := parse(value, form)) is not None]
            doubt = "numbers of this size may count seconds or milliseconds since 1970, or be something else"
            return DateGuess((form,), min(moments), max(moments), doubt)
    return None


def _may_be_date(value: str) -> bool:
    has_parts = any(sign in value for sign in "-/. :")
    return bool(_LOOKS_LIKE_A_DATE.fullmatch(value)) and (has_parts or _COMPACT.fullmatch(value) is not None)


def _formats_like(values: Sequence[str]) -> list[str]:
    """The candidates worth trying: those that read one of the first values."""
    return [form for form in _FORMATS if any(parse(value, form) is not None for value in values[:20])]


def _choose(forms: list[str], values: Sequence[str]) -> tuple[str, str]:
    """One of several formats that read as many values: the one by which the file goes on in time."""
    first = [parse(value, forms[0]) for value in values]
    if all([parse(value, form) for value in values] == first for form in forms[1:]):
        return forms[0], ""
    steps = {form: _backward_steps(values, form) for form in forms}
    fewest = min(steps.values())
    best = [form for form in forms if steps[form] == fewest]
    others = ", ".join(form for form in forms if form != best[0])
    if len(best) == 1:
        return best[0], f"read as {best[0]}, by which the rows are most nearly in order of time; {others} would fit too"
    return best[0], f"read as {best[0]}; {others} would fit too, and nothing tells which is right"


def _backward_steps(values: Sequence[str], form: str) -> int:
    moments = [moment for value in values if (moment := parse(value, form)) is not None]
    return min(
        sum(later < earlier for earlier, later in pairwise(moments)),
        sum(later > earlier for earlier, later in pairwise(moments)),
    )
