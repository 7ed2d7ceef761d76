"""The claims that the marts can answer, each from a small aggregate.

Holds, per claim, what is measured and the reason in words. Must not hold a benchmark (`seeds/reference/benchmarks.csv`)
nor read a table (`claims_store.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dagster_project.statistics import business_claims, care_claims, customer_claims, outflow_claims, stop_claims
from dagster_project.statistics.intervals import Estimate, Groups, Sums, clustered_share, share_of_sum, wilson
from dagster_project.statistics.verdicts import Benchmark, Claim, verdict_on

FEWEST = 10
"""Below so many accounts or customers a share says nothing about the next one."""
FEWEST_FOR_REVENUE = 100
"""Below so many customers the limits of a share of revenue are too narrow: a few large ones are yet to come. Simulated
95 % limits held the truth in 88 to 91 % of samples of 100 log-normal customers (sigma 1.5 and 1), in 85 to 89 % of 50;
drawn from the customers of Online Retail, in 75 % of 100, 90 % of 500, 92 % of 1,000."""
WEEKS_TO_STAY = 4
"""A curve is above another from the first week on after which it stays so, at least this long."""


@dataclass(frozen=True)
class LedgerTotals:
    """Sums of `return_ledger`: returns counted, those of origin direct, and records that no part accounts for."""

    counted: int
    direct: int
    unaccounted: int


@dataclass(frozen=True)
class CurveWeek:
    """One week of a priming curve; survival is the share that has not returned by its end. Week 0 is the first."""

    week: int
    at_risk: int
    survival_high: float | None
    reference_survival: float | None


@dataclass(frozen=True)
class FittedOnset:
    """The onset of a segment whose lags are known, in weeks with 90 % limits, and the verdict on it."""

    segment_type: str
    segment: str
    onset: Estimate
    verdict: str


@dataclass(frozen=True)
class Customers:
    """Revenue of customers: the largest 20 % and the others, the loyal and the others; `cutoff` parts the former."""

    top: Sums
    below: Sums
    cutoff: float
    loyal: Sums
    other: Sums


@dataclass(frozen=True)
class Evidence:
    """What the claims are judged on; `answers` holds identified returns of certain origin by party, hits not direct.

    `onsets` of the lag fit come in the order in which they are believed.
    """

    ledger: LedgerTotals
    answers: Sequence[Groups]
    lookback_days: int
    curve: Sequence[CurveWeek]
    customers: Customers
    onsets: Sequence[FittedOnset] = ()
    buying: customer_claims.CustomerEvidence = field(default_factory=customer_claims.CustomerEvidence)
    business: business_claims.BusinessEvidence = field(default_factory=business_claims.BusinessEvidence)
    stopping: stop_claims.StopEvidence = field(default_factory=stop_claims.StopEvidence)
    care: care_claims.CareEvidence = field(default_factory=care_claims.CareEvidence)
    sending: outflow_claims.OutflowEvidence = field(default_factory=outflow_claims.OutflowEvidence)


def judge_claims(evidence: Evidence, benchmarks: Mapping[str, Benchmark]) -> list[Claim]:
    """Every claim with its verdict, in the order of the benchmarks.

    Raises:
        KeyError: a benchmark that no function here measures.
    """
    return [_judge(evidence, name, benchmark) for name, benchmark in benchmarks.items()]


def _judge(evidence: Evidence, name: str, benchmark: Benchmark) -> Claim:
    for measures, part in (
        (customer_claims.MEASURES, evidence.buying),
        (care_claims.MEASURES, evidence.care),
        (stop_claims.MEASURES, evidence.stopping),
        (business_claims.MEASURES, evidence.business),
        (outflow_claims.MEASURES, evidence.sending),
    ):
        if name in measures:
            measure: Callable[[Any, Benchmark], Claim] = measures[name]
            return measure(part, benchmark)
    return _MEASURES[name](evidence, benchmark)


def priming_time(evidence: Evidence, benchmark: Benchmark) -> Claim:
    """The fitted onset; without one, after how many weeks returns are visibly above the reference: no proof."""
    if evidence.onsets:
        return _fitted_priming_time(evidence.onsets[0], benchmark)
    compared = [week for week in evidence.curve if None not in (week.survival_high, week.reference_survival)]
    if not compared:
        reason = "There is no group that was sent nothing to compare with, or nobody whose first outflow was observed."
        return _untold(benchmark, reason, "priming_curves")
    week = _first_week_above(compared)
    entered = compared[0].at_risk
    if week is None:
        reason = (
            f"In none of the {compared[-1].week + 1} weeks after the first outflow are the returns of the {entered:,} "
            "who entered clearly above those of comparable others."
        )
        return _untold(benchmark, reason, "priming_curves")
    passed = week + 1
    reason = (
        f"After {passed} weeks visibly more of those who were sent something have returned than of comparable others. "
        "The rise began earlier: the curve shows by when it is seen, not when it starts, and the two groups may differ "
        "in more than what they were sent."
    )
    return Claim(benchmark, Estimate(passed, 0, passed), "cannot_tell", reason, "priming_curves")


def _fitted_priming_time(fitted: FittedOnset, benchmark: Benchmark) -> Claim:
    onset = fitted.onset
    whose = "all outflows" if fitted.segment_type == "all" else fitted.segment
    reason = (
        f"A tenth of the returns of {whose} have come {onset.value:.1f} weeks after the outflow ({onset.low:.1f} to "
        f"{onset.high:.1f}, 90 % limits). {benchmark.reading} Other segments stand in priming_lags."
    )
    return Claim(benchmark, onset, verdict_on(onset, benchmark), reason, "priming_lags")


def answers_from_others(evidence: Evidence, benchmark: Benchmark) -> Claim:
    """The share of returns by people who had not themselves been sent anything in the window."""
    parties = sum(each.groups for each in evidence.answers)
    if parties < FEWEST:
        reason = f"Only {parties} accounts or persons returned with an origin that is certain; {FEWEST} are needed."
        return _untold(benchmark, reason, "fct_returns")
    share = clustered_share(evidence.answers)
    returns = sum(each.items * each.groups for each in evidence.answers)
    reason = (
        f"Of {returns:,} returns whose origin is certain, this share came from people who had not been sent anything "
        f"themselves in the {evidence.lookback_days} days before. {benchmark.reading}"
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "fct_returns")


def every_return_counted(evidence: Evidence, benchmark: Benchmark) -> Claim:
    """Records of returns that no column of the ledger accounts for: a full count, so its limits are itself."""
    ledger = evidence.ledger
    if ledger.counted == 0:
        return _untold(benchmark, "No return has been counted yet.", "return_ledger")
    found = Estimate(ledger.unaccounted, ledger.unaccounted, ledger.unaccounted)
    reason = (
        f"{ledger.counted:,} returns are counted, {ledger.counted - ledger.direct:,} of them not direct; "
        f"{ledger.unaccounted:,} delivered records are unaccounted for."
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, "return_ledger")


def top_20_share(evidence: Evidence, benchmark: Benchmark) -> Claim:
    """The share of revenue that the largest 20 % of customers make."""
    customers = evidence.customers
    scarce = _too_few(customers, benchmark, FEWEST_FOR_REVENUE)
    if scarce is not None:
        return scarce
    share = share_of_sum(customers.top, customers.below, customers.cutoff)
    reason = (
        f"The largest {customers.top.count:,} of {customers.top.count + customers.below.count:,} customers make this "
        f"share of all revenue net of refunds. {benchmark.reading}"
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "pareto_customers")


def loyal_customer_share(evidence: Evidence, benchmark: Benchmark) -> Claim:
    """The share of customers that are loyal."""
    customers = evidence.customers
    scarce = _too_few(customers, benchmark, FEWEST)
    if scarce is not None:
        return scarce
    members = customers.loyal.count + customers.other.count
    share = wilson(customers.loyal.count / members, members)
    reason = (
        f"{customers.loyal.count:,} of {members:,} customers ordered in three different months or more and are not "
        f"overdue for the next order. {benchmark.reading}"
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "pareto_customers")


def loyal_revenue_share(evidence: Evidence, benchmark: Benchmark) -> Claim:
    """The share of revenue that loyal customers make."""
    customers = evidence.customers
    scarce = _too_few(customers, benchmark, FEWEST_FOR_REVENUE)
    if scarce is not None:
        return scarce
    share = share_of_sum(customers.loyal, customers.other)
    reason = (
        f"The {customers.loyal.count:,} loyal customers make this share of all revenue net of refunds. "
        f"{benchmark.reading}"
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "pareto_customers")


_MEASURES: dict[str, Callable[[Evidence, Benchmark], Claim]] = {
    function.__name__: function
    for function in (
        priming_time,
        answers_from_others,
        every_return_counted,
        top_20_share,
        loyal_customer_share,
        loyal_revenue_share,
    )
}


def _first_week_above(weeks: Sequence[CurveWeek]) -> int | None:
    """The first week after which even the upper limit of survival stays below the reference to the end."""
    first: int | None = None
    for week in weeks:
        above = float(week.survival_high or 0) < float(week.reference_survival or 0)
        first = (week.week if first is None else first) if above else None
    if first is None or weeks[-1].week - first + 1 < WEEKS_TO_STAY:
        return None
    return first


def _too_few(customers: Customers, benchmark: Benchmark, fewest: int) -> Claim | None:
    members = customers.top.count + customers.below.count
    if members < fewest:
        reason = f"There are {members} customers with orders; {fewest} are needed to tell."
    elif customers.top.total + customers.below.total <= 0:
        reason = "There is no revenue to divide."
    else:
        return None
    return _untold(benchmark, reason, "pareto_customers")


def _untold(benchmark: Benchmark, reason: str, mart: str) -> Claim:
    return Claim(benchmark, None, "cannot_tell", reason, mart)
