"""How many uncovered companies look like buyers, and whether it pays to look for them.

Holds the model, its test on later approaches and the verdict. Must not read a table (`look_alikes_store.py`).

Taught by companies that were *approached*, bought or not: what buyers have in common may be what those had in common
who were asked. A logistic model of industry and size, each for itself; what few approaches know is no evidence.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.intervals import Z_95, Estimate, wilson

FEWEST_APPROACHED = 5
"""Approached companies of an industry and size below which nothing is known of it."""
FEWEST_BUYERS = 10
"""Buyers in each half of the approaches below which nothing is taught or tested."""
NO_BETTER = 0.6
"""Lower limit of the area under the curve up to which the model tells buyers from others no better than chance."""
RATIO = 2.0
"""A look-alike buys at least so many times as often as the approached do."""
SHARE_OF_BUYERS = 0.2
"""Look-alikes worth looking for are at least such a share of today's buyers."""
_RIDGE = 1.0
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """Companies of one industry and size in one region; approaches are those at least a year old."""

    industry: str
    company_size: str
    region: str
    earlier_approached: int
    earlier_bought: int
    later_approached: int
    later_bought: int
    buyers: int
    uncovered: int


@dataclass(frozen=True)
class Market:
    """What is known beside the companies: costs and margins in the reporting currency, null where unknown.

    `largest_part` is the largest part of the market beside buyers, by potential, else by companies.
    """

    approach_cost: float | None
    margin_per_buyer: float | None
    largest_part: str


@dataclass(frozen=True)
class Taught:
    """The model: probability to have bought by industry and size, where there is evidence."""

    probability: dict[tuple[str, str], float]
    base_rate: float
    area: Estimate


@dataclass(frozen=True)
class LookAlikes:
    """A segment: its look-alikes, what is expected of each, and the verdict."""

    buyers: int
    uncovered: int
    uncovered_without_evidence: int
    uncovered_look_alikes: int | None
    rate: Estimate | None
    verdict: str
    reason: str


def teach(kinds: Sequence[Kind]) -> Taught | str:
    """The model from all approaches, tested on the later half by the earlier; or why there is none."""
    cells = _by_cell(kinds)
    for half in (0, 2):
        if min(cells[:, half + 1].sum(), (cells[:, half] - cells[:, half + 1]).sum()) < FEWEST_BUYERS:
            return (
                f"Of the {int(cells[:, [0, 2]].sum()):,} companies approached a year ago and longer "
                f"{int(cells[:, 1].sum()):,} of the earlier and {int(cells[:, 3].sum()):,} of the later half have "
                f"bought since: {FEWEST_BUYERS} who did and who did not are needed in each."
            )
    names = _names(kinds)
    area = _area(_fit(names, cells[:, 0], cells[:, 1]), cells[:, 2], cells[:, 3])
    approached, bought = cells[:, 0] + cells[:, 2], cells[:, 1] + cells[:, 3]
    fitted = _fit(names, approached, bought)
    known = {name: float(fitted[row]) for row, name in enumerate(names) if approached[row] >= FEWEST_APPROACHED}
    return Taught(known, float(bought.sum() / approached.sum()), area)


def find_look_alikes(
    kinds: Sequence[Kind], everything: Sequence[Kind], taught: Taught | str, market: Market
) -> LookAlikes:
    """The look-alikes among `kinds`, a segment of `everything`, and whether it pays to look for them."""
    buyers, uncovered = sum(kind.buyers for kind in kinds), sum(kind.uncovered for kind in kinds)
    if isinstance(taught, str):
        return LookAlikes(buyers, uncovered, uncovered, None, None, "cannot_tell", taught)
    alike = {name for name, chance in taught.probability.items() if chance >= RATIO * taught.base_rate}
    unknown = sum(kind.uncovered for kind in kinds if (kind.industry, kind.company_size) not in taught.probability)
    found = sum(kind.uncovered for kind in kinds if (kind.industry, kind.company_size) in alike)
    rate = _rate([kind for kind in everything if (kind.industry, kind.company_size) in alike])
    told = f"area under the curve {taught.area.value:.2f} ({taught.area.low:.2f} to {taught.area.high:.2f})"
    if taught.area.low <= NO_BETTER:
        reason = f"Industry and size do not tell later buyers from others: {told}."
        return LookAlikes(buyers, uncovered, unknown, None, None, "cannot_tell", reason)
    if unknown > found and unknown > uncovered / 2:
        reason = f"Of {uncovered:,} uncovered companies {unknown:,} are of a kind that was hardly ever approached."
        return LookAlikes(buyers, uncovered, unknown, found, rate, "cannot_tell", reason)
    verdict, reason = _judge(buyers, found, rate, market)
    return LookAlikes(buyers, uncovered, unknown, found, rate, verdict, f"{reason} Later buyers were foretold: {told}.")


def _judge(buyers: int, found: int, rate: Estimate | None, market: Market) -> tuple[str, str]:
    elsewhere = f"work_on_{market.largest_part}"
    if rate is None or found < SHARE_OF_BUYERS * buyers or not found:
        return elsewhere, f"{found:,} uncovered companies look like the {buyers:,} buyers: too few to look for."
    if market.approach_cost is None or market.margin_per_buyer is None:
        return "cannot_tell", f"{found:,} look-alikes, but what an approach costs or a buyer brings is not known."
    margin = rate.low * market.margin_per_buyer
    words = (
        f"{found:,} uncovered companies look like the {buyers:,} buyers; each can be expected to bring {margin:,.0f} "
        f"or more, and an approach costs {market.approach_cost:,.2f}."
    )
    return ("worth_it" if margin > market.approach_cost else elsewhere), words


def _names(kinds: Sequence[Kind]) -> list[tuple[str, str]]:
    return sorted({(kind.industry, kind.company_size) for kind in kinds})


def _by_cell(kinds: Sequence[Kind]) -> Doubles:
    rows = {name: row for row, name in enumerate(_names(kinds))}
    cells = np.zeros((len(rows), 4))
    for kind in kinds:
        cells[rows[kind.industry, kind.company_size]] += (
            *(kind.earlier_approached, kind.earlier_bought),
            *(kind.later_approached, kind.later_bought),
        )
    return cells


def _fit(names: Sequence[tuple[str, str]], approached: Doubles, bought: Doubles) -> Doubles:
    """Probability to buy of each cell: logistic, slightly drawn to the mean, by Newton's steps."""
    words = [sorted({name[place] for name in names}) for place in (0, 1)]
    columns = np.array([[1.0] + [name[at] == word for at in (0, 1) for word in words[at]] for name in names])
    penalty = np.diag([0.0] + [_RIDGE] * (columns.shape[1] - 1))
    weights = np.zeros(columns.shape[1])
    weights[0] = math.log(bought.sum() / (approached.sum() - bought.sum()))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (bought - approached * chance) - penalty @ weights
        curvature = columns.T @ (columns * (approached * chance * (1 - chance))[:, None]) + penalty
        step = np.linalg.solve(curvature, slope)
        weights += step
        if np.abs(step).max() < 1e-10:
            break
    return np.asarray(1 / (1 + np.exp(-columns @ weights)))


def _area(chance: Doubles, approached: Doubles, bought: Doubles) -> Estimate:
    """Area under the curve with the limits of DeLong, DeLong and Clarke-Pearson (1988), from cells of equal chance."""
    others = approached - bought
    # Chances that differ by rounding are equal.
    below = np.sign(np.round(chance[:, None] - chance[None, :], 9))
    placed = (below + 1) / 2
    of_buyers = placed @ others / others.sum()
    of_others = placed.T @ bought / bought.sum()
    area = float(of_buyers @ bought / bought.sum())
    variance = (bought @ (of_buyers - area) ** 2) / (bought.sum() * (bought.sum() - 1)) + (
        others @ (of_others - area) ** 2
    ) / (others.sum() * (others.sum() - 1))
    reach = Z_95 * math.sqrt(float(variance))
    return Estimate(area, max(0.0, area - reach), min(1.0, area + reach))


def _rate(kinds: Sequence[Kind]) -> Estimate | None:
    """How many of the approached of these kinds bought."""
    approached = sum(kind.earlier_approached + kind.later_approached for kind in kinds)
    bought = sum(kind.earlier_bought + kind.later_bought for kind in kinds)
    return wilson(bought / approached, approached) if approached else None
