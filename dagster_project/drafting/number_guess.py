"""How a file writes its numbers: which sign parts the decimals, which the thousands.

Holds the candidates and the choice for a whole file, since one program wrote all its columns.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

_ENOUGH = 0.95  # of a column's filled cells
_MARKS = "€$£"
_BLANKS = "\u00a0\u2009\u202f"


class NumberForm(NamedTuple):
    """The signs of a number."""

    decimal: str
    thousands: str


NUMBER_FORMS = (
    NumberForm(".", ""),
    NumberForm(",", ""),
    NumberForm(".", ","),
    NumberForm(",", " "),
    NumberForm(",", "."),
    NumberForm(".", " "),
)


def guess_number_form(columns: Mapping[str, Sequence[str]]) -> tuple[NumberForm, str]:
    """The signs by which most columns are numbers, and a doubt in words where others would do as well.

    Args:
        columns: name → filled cells.
    """
    readable = {form: {name for name, values in columns.items() if is_numeric(values, form)} for form in NUMBER_FORMS}
    most = max((len(names) for names in readable.values()), default=0)
    best = next(form for form in NUMBER_FORMS if len(readable[form]) == most)
    rival = NumberForm(",", "") if best == NumberForm(".", ",") else NumberForm(".", ",")
    disputed = [name for name in columns if name in readable[best] & readable[rival] and _has_both(columns[name])]
    if disputed:
        return best, f"is {disputed[0]!r} written with decimals or with thousands behind the comma?"
    return best, ""


def is_numeric(values: Sequence[str], form: NumberForm) -> bool:
    """Whether nearly all of a column's filled cells are numbers so written."""
    if not values:
        return False
    return sum(number_of(value, form) is not None for value in values) >= _ENOUGH * len(values)


def number_of(text: str, form: NumberForm) -> Decimal | None:
    """A text as a number, currency marks aside; None where it is none."""
    bare = text.strip(_MARKS + " " + _BLANKS).translate(dict.fromkeys(map(ord, _BLANKS), " "))
    group = re.escape(form.thousands)
    whole = rf"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)" if group else "[0-9]+"
    if not re.fullmatch(rf"[+-]?{whole}(?:{re.escape(form.decimal)}[0-9]+)?", bare):
        return None
    digits = bare.replace(form.thousands, "") if form.thousands else bare
    try:
        return Decimal(digits.replace(form.decimal, "."))
    except InvalidOperation:
        return None


def _has_both(values: Sequence[str]) -> bool:
    return any("," in value for value in values)
