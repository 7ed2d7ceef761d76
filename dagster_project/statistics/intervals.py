"""Estimates with 95 % limits, from counts and sums.

Holds the formulas. Must not know what is estimated: claims and their words stand in `claims.py`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z_95 = 1.959964
"""The normal quantile of two-sided 95 % limits."""


@dataclass(frozen=True)
class Estimate:
    """A measured value and its 95 % limits, in the unit of the value."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Groups:
    """`groups` groups that each hold `items` items, `hits` of which count."""

    items: int
    hits: int
    groups: int


@dataclass(frozen=True)
class Sums:
    """Count, sum and sum of squares of some values."""

    count: int
    total: float
    squares: float


def wilson(share: float, count: float) -> Estimate:
    """Wilson's limits of a share seen in `count` independent items.

    Args:
        share: 0 to 1.
        count: more than 0; need not be whole, so that it can be an effective number of items.
    """
    z2 = Z_95**2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = Z_95 / (1 + z2) * math.sqrt(share * (1 - share) / count + z2 / (4 * count))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def clustered_share(groups: Sequence[Groups]) -> Estimate:
    """A share of items that come in groups (returns of accounts), with Wilson's limits on items ÷ design effect.

    The design effect is the variance of the share between groups (linearised ratio estimator) over the variance that
    independent items would have; it is never taken as less than 1, since a few groups may agree by luck.

    Raises:
        ValueError: fewer than two groups: nothing can be said about the variance between them.
    """
    number = sum(each.groups for each in groups)
    items = sum(each.items * each.groups for each in groups)
    if number < 2 or items == 0:
        raise ValueError("a clustered share needs two groups and an item")
    share = sum(each.hits * each.groups for each in groups) / items
    if share in (0.0, 1.0):
        return wilson(share, number)  # groups that all agree say no more than one item each
    between = math.fsum(each.groups * (each.hits - share * each.items) ** 2 for each in groups)
    variance = between / items**2 * number / (number - 1)
    effect = max(1.0, variance / (share * (1 - share) / items))
    return wilson(share, items / effect)


def share_of_sum(part: Sums, rest: Sums, threshold: float = 0.0) -> Estimate:
    """The share of a total that belongs to a part, with limits by linearisation over the members.

    Args:
        part: the members of the part (the loyal, the largest).
        rest: all other members.
        threshold: the value at which the part begins, if the part is "the largest p %": the part then moves with the
            sample, and its share is a point of the Lorenz curve (Beach and Davidson 1983). 0 if membership in the part
            does not depend on the value.

    Raises:
        ValueError: the total is not positive, or there are fewer than two members.
    """
    members, total = part.count + rest.count, part.total + rest.total
    if members < 2 or total <= 0:
        raise ValueError("a share of a sum needs two members and a positive sum")
    share = part.total / total
    weight = 1 - share
    squares = weight**2 * part.squares - 2 * weight * threshold * part.total + part.count * threshold**2
    squares += share**2 * rest.squares
    centre = threshold * part.count / members
    variance = max(0.0, squares / members - centre**2)
    half = Z_95 * math.sqrt(variance / members) / (total / members)
    return Estimate(share, max(0.0, share - half), min(max(1.0, share), share + half))
