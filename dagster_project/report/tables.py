"""Tables of the report: columns with a label and a form, and how a value is written.

Holds the formatting of values. Must not hold HTML (`page.html.j2`) nor queries (`sections/`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Form = Literal["text", "count", "share", "money", "credit", "index", "day", "month", "moment"]
MISSING = "–"
MOST_ROWS = 600
"""Of a table: the page is one file that a mail can carry. Nobody reads more rows than these on a page."""
_NUMBERS = {"count": ",.0f", "money": ",.0f", "credit": ",.1f", "index": ".3f"}
_DATES = {"month": "%Y-%m", "moment": "%Y-%m-%d %H:%M"}


@dataclass(frozen=True)
class Column:
    """One column: its label, and the form of its values; everything but text and dates stands to the right."""

    label: str
    form: Form = "text"

    @property
    def is_number(self) -> bool:
        """Whether its values stand to the right."""
        return self.form == "share" or self.form in _NUMBERS


@dataclass(frozen=True)
class Table:
    """A table with values already written as text."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    has_total: bool = False
    """Whether the last row is a sum."""


def make_table(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], has_total: bool = False
) -> Table:
    """A table from values as the database gives them: the first rows, and a sum, where there are too many."""
    if len(rows) > MOST_ROWS:
        caption = f"{caption} (the first {MOST_ROWS:,} of {len(rows):,} rows; the published tables hold all)"
        rows = [*rows[: MOST_ROWS - 1], rows[-1]] if has_total else rows[:MOST_ROWS]
    written = [[write(value, column.form) for value, column in zip(row, columns, strict=True)] for row in rows]
    return Table(caption, columns, written, has_total)


def write(value: Any, form: Form) -> str:
    """A value as readers see it: `2,847`, `58.1 %`, `2025-07`."""
    if value is None:
        return MISSING
    if form == "share":
        return percent(float(value))
    if form in _NUMBERS:
        return format(float(value), _NUMBERS[form])
    if isinstance(value, date):
        return value.strftime(_DATES.get(form, "%Y-%m-%d"))
    return str(value)


def percent(share: float, digits: int = 1) -> str:
    """A share as a percentage that does not break over two lines."""
    return f"{100 * share:.{digits}f}\u00a0%"


def plain(name: str) -> str:
    """A name of the marts as words: `same_account` → `same account`."""
    return name.replace("_", " ")
