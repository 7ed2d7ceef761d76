"""Whole numbers divided in proportion, so that the parts sum to the whole.

Holds the rounding of credit. Must not know what is divided.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

Name = TypeVar("Name", bound=str | int | tuple[int, int])


def apportioned(whole: int, weights: Mapping[Name, Fraction | float]) -> dict[Name, int]:
    """`whole` divided by weights, rounded down; what that leaves goes one by one to the largest remainders.

    Equal remainders are served in the order of the names.

    Raises:
        ValueError: a weight is negative, or all are zero although something is to be divided.
    """
    exact = {name: Fraction(weight) for name, weight in weights.items()}
    total = sum(exact.values(), Fraction(0))
    if any(weight < 0 for weight in exact.values()):
        raise ValueError("a weight is negative")
    if not total:
        if whole:
            raise ValueError("nothing weighs anything, so there is nobody to divide among")
        return dict.fromkeys(exact, 0)
    shares = {name: whole * weight / total for name, weight in exact.items()}
    parts = {name: int(share // 1) for name, share in shares.items()}
    left = whole - sum(parts.values())
    for name in sorted(shares, key=lambda each: (parts[each] - shares[each], str(each)))[:left]:
        parts[name] += 1
    return parts
