"""What open deals are expected to bring, with an interval.

Holds the sum over stages. Must not know how a probability was found (`stage_probabilities.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.statistics.intervals import Z_95, Estimate


@dataclass(frozen=True)
class OpenDeals:
    """Open deals that have one probability: the sums of their amounts and of the squares of these."""

    amount: float
    squares: float
    probability: Estimate


def expected_amount(pipeline: Sequence[OpenDeals]) -> Estimate:
    """What will be won of the amounts, with 95 % limits: each deal is won or not, and its probability has an error.

    Deals of different stages are taken as independent; the limits stay between nothing and everything.
    """
    expected = math.fsum(each.amount * each.probability.value for each in pipeline)
    variance = math.fsum(
        each.squares * each.probability.value * (1 - each.probability.value)
        + (each.amount * (each.probability.high - each.probability.low) / (2 * Z_95)) ** 2
        for each in pipeline
    )
    reach = Z_95 * math.sqrt(variance)
    total = math.fsum(each.amount for each in pipeline)
    return Estimate(expected, max(0.0, expected - reach), min(total, expected + reach))
