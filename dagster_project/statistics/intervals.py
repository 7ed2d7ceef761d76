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
    """Count of some values, their sum, and the sums of their second, third and fourth powers."""

    count: int
    total: float
    squares: float
    cubes: float
    quartics: float

    def power_sum(self, power: int, factor: float, constant: float) -> float:
        """The sum of (factor · value + constant) to a power from 0 to 4."""
        sums = (self.count, self.total, self.squares, self.cubes, self.quartics)
        return math.fsum(
            math.comb(power, degree) * factor**degree * constant ** (power - degree) * sums[degree]
            for degree in range(power + 1)
        )


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
    """The share of a total that belongs to a part, with limits from each member's influence on it.

    A few large members make the limits lopsided (the acceleration of the BCa bootstrap) and their own error uncertain
    (Student's quantile with the degrees of freedom of Satterthwaite), as in the model of the Gini coefficient.

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
    centre = threshold * part.count / members
    squares, cubes, quartics = (
        part.power_sum(power, 1 - share, centre - threshold) + rest.power_sum(power, -share, centre)
        for power in (2, 3, 4)
    )
    if squares <= 1e-12 * total**2:
        return Estimate(share, share, share)
    # Powers cannot pass these bounds; where members are nearly alike, what is left after rounding could.
    quantile = student_quantile(min(max(0.0, quartics / squares**2 - 1 / members), 1.0) / 2)
    acceleration = min(max(cubes / squares**1.5, -1.0), 1.0) / 6
    reach = quantile * math.sqrt(squares) / total
    low, high = reach / (1 + quantile * acceleration), reach / (1 - quantile * acceleration)
    return Estimate(share, max(0.0, share - low), min(max(1.0, share), share + high))


def student_quantile(inverse_degrees: float) -> float:
    """Hill's expansion of Student's 97.5 % quantile; 0 gives the normal one. Right to 0.004 from three degrees on."""
    terms = (Z_95, 2.372271, 2.822499, 2.555850, 1.589534)
    return math.fsum(term * inverse_degrees**degree for degree, term in enumerate(terms))
