"""Ratios of two shares with 95 % limits, over strata that differ in other ways.

Holds the formulas. Must not know what is compared.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.statistics.intervals import Z_95, Estimate


@dataclass(frozen=True)
class Stratum:
    """Items exposed and others, and how many of each are hits."""

    exposed: int
    exposed_hits: int
    others: int
    other_hits: int


def ratio_over_strata(strata: Sequence[Stratum]) -> Estimate | None:
    """Mantel and Haenszel's ratio of the two shares, with the limits of Greenland and Robins (1985).

    None where no stratum has hits among the exposed beside others, or among the others beside exposed.
    """
    above = below = spread = 0.0
    for each in strata:
        total, hits = each.exposed + each.others, each.exposed_hits + each.other_hits
        if total:
            above += each.exposed_hits * each.others / total
            below += each.other_hits * each.exposed / total
            spread += (each.exposed * each.others * hits - each.exposed_hits * each.other_hits * total) / total**2
    return with_limits(above / below, spread / (above * below)) if above > 0 and below > 0 else None


def with_limits(ratio: float, variance_of_logarithm: float) -> Estimate:
    """A positive ratio with limits that are normal on the scale of its logarithm."""
    reach = math.exp(Z_95 * math.sqrt(variance_of_logarithm))
    return Estimate(ratio, ratio / reach, ratio * reach)
