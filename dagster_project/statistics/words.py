"""A claim in words, alike in the report and on the terminal: what the books say, what was measured, the verdict.

Holds the writing of a row of `claims`, given as column → value. Must not judge.
"""

from collections.abc import Mapping
from typing import Any

VERDICTS = {"holds": "holds here", "does_not_hold": "does not hold here", "cannot_tell": "cannot tell yet"}
UNKNOWN = "–"
_LARGE = 100


def said(claim: Mapping[str, Any]) -> str:
    """The benchmark; where the claim names no number, the limit that its words are read as."""
    unit = claim["unit"]
    if claim["benchmark"] is not None:
        return _limit(claim["benchmark"], unit)
    low, high = claim["benchmark_low"], claim["benchmark_high"]
    if low is not None and high is not None:
        return f"{_limit(low, unit).removesuffix(' ' + _sign(unit))} to {_limit(high, unit)}"
    if low is not None and float(low) == 0:
        return f"more than no {unit}"
    if low is not None:
        return f"often ({_limit(low, unit)} or more)"
    return f"seldom (up to {_limit(high, unit)})" if high is not None else UNKNOWN


def measured(claim: Mapping[str, Any]) -> str:
    """The measured value with its limits, where they differ from it."""
    if claim["measured"] is None:
        return UNKNOWN
    value = amount(claim["measured"], claim["unit"], 1)
    if claim["low"] == claim["high"]:
        return value
    return f"{value} ({_bare(claim['low'], claim['unit'], 1)} to {amount(claim['high'], claim['unit'], 1)})"


def amount(value: Any, unit: str, digits: int) -> str:
    """A number with its unit; a share as a percentage, the digits are those of the percentage."""
    return f"{_bare(value, unit, digits)} {_sign(unit)}"


def tally(verdicts: list[str]) -> str:
    """How many claims hold, do not, and are open, as a sentence."""
    holding, failing, open_ = (verdicts.count(name) for name in VERDICTS)
    parts = [f"{holding} hold{'s' if holding == 1 else ''}", f"{failing} do{'es' if failing == 1 else ''} not"]
    return f"Of {len(verdicts)} claims {', '.join(parts)}, and for {open_} the data do not decide yet."


def _limit(value: Any, unit: str) -> str:
    """A number of the books, as exact as it is: 80 %, 7 weeks, 1.25 times."""
    digits = next(digits for digits in range(4) if digits == 3 or round(float(value), digits) == float(value))
    return amount(value, unit, 0 if unit == "share" else digits)


def _sign(unit: str) -> str:
    return "%" if unit == "share" else unit


def _bare(value: Any, unit: str, digits: int) -> str:
    """Half a week is not none: small numbers that are not whole keep their digits."""
    number = 100 * float(value) if unit == "share" else float(value)
    is_whole = unit != "share" and (number.is_integer() or abs(number) >= _LARGE)
    return f"{number:,.{0 if is_whole else digits}f}"
