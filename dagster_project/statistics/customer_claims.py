"""The claims on growth, offers and the trough, whose numbers and limits the marts already hold.

Holds, per claim, which row of a mart decides it and the reason in words. Must not read a table (`claims_store.py`).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dagster_project.statistics.intervals import Z_95, Estimate
from dagster_project.statistics.verdicts import Benchmark, Claim, verdict_on

FEWEST_LOST = 10
"""Losses below which two rates are not compared."""


@dataclass(frozen=True)
class GrowthYear:
    """A year of `growth_sources`: what new customers had of the change of revenue. Limits are null where none knows."""

    period: str
    direction: str
    change: float
    new_share: Estimate | None
    is_told: bool
    reason: str | None


@dataclass(frozen=True)
class WinRate:
    """All offers of `win_rates` to customers or prospects; without limits they are too few."""

    relation: str
    offers: int
    accounts: int
    rate: Estimate | None


@dataclass(frozen=True)
class Losses:
    """Customers lost in the first ten weeks after sign-up and in the sixteen after, and weeks of customers seen."""

    early: int = 0
    early_weeks: int = 0
    late: int = 0
    late_weeks: int = 0


@dataclass(frozen=True)
class CustomerEvidence:
    """What the claims are judged on; years are in order, the youngest first."""

    years: Sequence[GrowthYear] = ()
    win_rates: Sequence[WinRate] = ()
    losses: Losses = field(default_factory=Losses)


def growth_from_new(evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """The share of the last growth that new customers brought."""
    return _of_new(evidence, benchmark, "growing", "grew")


def fall_from_new(evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """The share of the last fall that consists of sales to new customers."""
    return _of_new(evidence, benchmark, "falling", "fell")


def win_rate_customer(evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """How many offers to those who had bought were won."""
    return _won(evidence, benchmark, "customer", "customers who had bought before")


def win_rate_prospect(evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """How many offers to those who had not bought were won."""
    return _won(evidence, benchmark, "prospect", "prospects")


def early_losses(evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """How many times as many customers are lost in a week of the first ten as in a later one."""
    mart, losses = "onboarding_trough", evidence.losses
    if not losses.early_weeks:
        return Claim(benchmark, None, "cannot_tell", "No source tells who signed up and who left.", mart)
    if min(losses.early, losses.late) == 0 or losses.early + losses.late < FEWEST_LOST:
        reason = (
            f"{losses.early} customers were lost in their first ten weeks and {losses.late} in the sixteen after them: "
            "too few to compare."
        )
        return Claim(benchmark, None, "cannot_tell", reason, mart)
    early, late = losses.early / losses.early_weeks, losses.late / losses.late_weeks
    reach = math.exp(Z_95 * math.sqrt(1 / losses.early + 1 / losses.late))
    found = Estimate(early / late, early / late / reach, early / late * reach)
    reason = (
        f"In a week of the first ten {100 * early:.1f} % of the customers are lost, in a week of the sixteen after "
        f"them {100 * late:.1f} %. {benchmark.reading}"
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, mart)


def teams_that_stop(_evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """How many teams stop: of them this business is one."""
    return _of_others(benchmark)


def marketers_that_blast(_evidence: CustomerEvidence, benchmark: Benchmark) -> Claim:
    """How many e-mail marketers send everybody the same: of them this business is one."""
    return _of_others(benchmark)


MEASURES: dict[str, Callable[[CustomerEvidence, Benchmark], Claim]] = {
    function.__name__: function
    for function in (
        growth_from_new,
        fall_from_new,
        win_rate_customer,
        win_rate_prospect,
        early_losses,
        teams_that_stop,
        marketers_that_blast,
    )
}


def _of_others(benchmark: Benchmark) -> Claim:
    reason = "It speaks of many businesses; the data of one cannot answer it."
    return Claim(benchmark, None, "cannot_tell", reason, "(none)")


def _of_new(evidence: CustomerEvidence, benchmark: Benchmark, direction: str, verb: str) -> Claim:
    mart = "growth_sources"
    years = [year for year in evidence.years if year.direction == direction]
    if not years:
        return Claim(benchmark, None, "cannot_tell", f"Revenue {verb} in none of the years compared.", mart)
    known = [(year, year.new_share) for year in years if year.new_share is not None]
    if not known:
        return Claim(benchmark, None, "cannot_tell", f"It cannot be told: {years[0].reason}.", mart)
    year, share = next((each for each in known if each[0].is_told), known[0])
    reason = (
        f"Revenue {verb} by {abs(year.change):,.0f} in the year {year.period}; new customers account for this share of "
        f"it, existing ones for the rest. {benchmark.reading}"
    )
    if not year.is_told:
        return Claim(benchmark, share, "cannot_tell", f"{reason} Not to be told: {year.reason}.", mart)
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, mart)


def _won(evidence: CustomerEvidence, benchmark: Benchmark, relation: str, whom: str) -> Claim:
    rates = [rate for rate in evidence.win_rates if rate.relation == relation]
    if not rates:
        return Claim(benchmark, None, "cannot_tell", f"No offer to {whom} is old enough to be judged.", "win_rates")
    (found,) = rates
    if found.rate is None:
        reason = f"The {found.offers:,} offers to {whom} went to {found.accounts} accounts; 10 are needed."
        return Claim(benchmark, None, "cannot_tell", reason, "win_rates")
    reason = (
        f"Of {found.offers:,} offers to {found.accounts:,} {whom} this share was won; younger offers are left out. "
        f"{benchmark.reading}"
    )
    return Claim(benchmark, found.rate, verdict_on(found.rate, benchmark), reason, "win_rates")
