"""Whether customers who are answered soon stay longer: crudely, and comparing like with like.

Holds the comparison of bands of service and its verdict. Must not read a table (`service_store.py`).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.intervals import Estimate, student_quantile

BANDS = ("none", "fast", "slow")
_NONE, _FAST, _SLOW = range(3)
FEWEST = 10
"""Customers of each band below which a stratum is not compared, and groups below which no error is judged."""
NEGLIGIBLE = 0.02
"""A difference of retention that lies wholly within this is none."""
Counts = NDArray[np.float64]
Rates = Callable[[Counts, Counts, NDArray[np.bool_]], list[float]]
"""Retention of fast and of slow, from customers and stayed by stratum and band and the strata that count."""


@dataclass(frozen=True)
class Stratum:
    """Customers who are alike but for the service: size of the company, tenure, number of tickets in the quarter."""

    company_size: str
    tenure: str
    tickets: str


@dataclass(frozen=True)
class Cell:
    """Customers of a group, stratum and band in a quarter, and how many of them stayed."""

    group: int
    stratum: Stratum
    band: str
    customers: int
    stayed: int


@dataclass(frozen=True)
class Comparison:
    """Retention by band, and fast minus slow with 95 % limits; what cannot be compared is None.

    `adjusted` weighs strata alike in each band, so that what they consist of cannot make the difference.
    """

    customers: dict[str, int]
    retention: dict[str, float | None]
    adjusted_retention: dict[str, float | None]
    crude: Estimate | None
    adjusted: Estimate | None
    verdict: str
    reason: str


def compare_service(cells: Sequence[Cell]) -> Comparison:
    """Fast against slow over all strata of the cells; errors by leaving out one group of customers after the other."""
    strata = sorted({cell.stratum for cell in cells}, key=lambda each: (each.company_size, each.tenure, each.tickets))
    groups = sorted({cell.group for cell in cells})
    counts = np.zeros((2, len(groups), len(strata), len(BANDS)))
    places = {stratum: place for place, stratum in enumerate(strata)}
    rows = {group: row for row, group in enumerate(groups)}
    for cell in cells:
        place = (rows[cell.group], places[cell.stratum], BANDS.index(cell.band))
        counts[0][place] += cell.customers
        counts[1][place] += cell.stayed
    seen, stayed = counts.sum(axis=1)
    compared = (seen[:, _FAST] >= FEWEST) & (seen[:, _SLOW] >= FEWEST)
    alike = np.array([[(a.company_size, a.tenure) == (b.company_size, b.tenure) for b in strata] for a in strata])
    crude = _difference(counts, np.ones(len(strata), dtype=bool), _pooled) if seen[:, 1:].any(axis=0).all() else None
    adjusted = _difference(counts, compared, _standardised) if compared.any() else None
    standard = _standardised(seen, stayed, compared) if compared.any() else (None, None)
    verdict, reason = _judge(seen, crude, adjusted)
    return Comparison(
        customers={band: int(seen[:, place].sum()) for place, band in enumerate(BANDS)},
        retention={band: _rate(stayed[:, place], seen[:, place]) for place, band in enumerate(BANDS)},
        adjusted_retention={
            "none": _without_ticket(seen, stayed, compared, alike),
            "fast": standard[0],
            "slow": standard[1],
        },
        crude=crude,
        adjusted=adjusted,
        verdict=verdict,
        reason=reason,
    )


def _pooled(seen: Counts, stayed: Counts, chosen: NDArray[np.bool_]) -> list[float]:
    return [float(stayed[chosen, band].sum()) / max(float(seen[chosen, band].sum()), 1.0) for band in (_FAST, _SLOW)]


def _standardised(seen: Counts, stayed: Counts, chosen: NDArray[np.bool_]) -> list[float]:
    """Retention of fast and slow if both consisted of the strata as all customers with tickets do."""
    weights = seen[chosen][:, [_FAST, _SLOW]].sum(axis=1)
    rates = stayed[chosen] / np.maximum(seen[chosen], 1)
    return [float((weights * rates[:, band]).sum() / weights.sum()) for band in (_FAST, _SLOW)]


def _without_ticket(seen: Counts, stayed: Counts, chosen: NDArray[np.bool_], alike: NDArray[np.bool_]) -> float | None:
    """Retention of those without a ticket, of sizes and tenures as in the strata compared; None if some are missing."""
    if not chosen.any():
        return None
    weights = seen[chosen][:, [_FAST, _SLOW]].sum(axis=1)
    customers, staying = alike[chosen] @ seen[:, _NONE], alike[chosen] @ stayed[:, _NONE]
    return float((weights * staying / customers).sum() / weights.sum()) if (customers >= FEWEST).all() else None


def _difference(counts: Counts, chosen: NDArray[np.bool_], rates: Rates) -> Estimate | None:
    """Fast minus slow with the jackknife's limits; None with too few groups of customers."""
    seen, stayed = counts.sum(axis=1)
    groups = [row for row in range(counts.shape[1]) if counts[0, row][chosen][:, [_FAST, _SLOW]].any()]
    if len(groups) < FEWEST:
        return None
    whole = _minus(rates(seen, stayed, chosen))
    without = [_minus(rates(seen - counts[0, row], stayed - counts[1, row], chosen)) for row in groups]
    number = len(groups)
    error = math.sqrt((number - 1) / number * math.fsum((each - whole) ** 2 for each in without))
    reach = student_quantile(1 / (number - 1)) * error
    return Estimate(whole, whole - reach, whole + reach)


def _minus(rates: list[float]) -> float:
    return rates[0] - rates[1]


def _rate(stayed: Counts, seen: Counts) -> float | None:
    return float(stayed.sum() / seen.sum()) if seen.sum() else None


def _judge(seen: Counts, crude: Estimate | None, adjusted: Estimate | None) -> tuple[str, str]:
    if not seen[:, 1:].sum():
        return "cannot_tell", "No source tells of tickets of customers who are followed for four quarters after them."
    if crude is None or adjusted is None:
        return "cannot_tell", (
            f"{int(seen[:, _FAST].sum()):,} customers were answered within a day and {int(seen[:, _SLOW].sum()):,} "
            f"later; too few of equal size, tenure and number of tickets to compare ({FEWEST} of each are needed)."
        )
    found = (
        f"Of those answered within a day {_points(crude)} points more stay than of those answered later; among "
        f"customers of equal size, tenure and number of tickets it is {_points(adjusted)} points."
    )
    if crude.value * adjusted.value < 0:
        return "cannot_tell", f"{found} The sign turns: service goes with who the customers are."
    if adjusted.low > 0 or adjusted.high < 0:
        return "keeps" if adjusted.low > 0 else "drives_away", found
    is_small = max(abs(adjusted.low), abs(adjusted.high)) <= NEGLIGIBLE
    return (
        ("no_effect", f"{found} That is none to speak of.") if is_small else ("cannot_tell", f"{found} It may be none.")
    )


def _points(difference: Estimate) -> str:
    low, high = (f"{100 * value:.1f}" for value in (difference.low, difference.high))
    return f"{100 * difference.value:.1f} ({low} to {high})"
