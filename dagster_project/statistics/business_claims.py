"""The claims on forecasts, the funnel, what existing customers buy and what they say, each from a small aggregate.

Holds, per claim, what is measured and the reason in words. Must not read a table (`business_claims_store.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dagster_project.statistics.intervals import Estimate, wilson
from dagster_project.statistics.ratios import Stratum, ratio_over_strata, with_limits
from dagster_project.statistics.verdicts import Benchmark, Claim, verdict_on

FEWEST = 10
"""Below so many deals or customers a share says nothing about the next one."""
_STEP_NAMES = {"prospect": "return", "meeting": "meeting", "quote": "quote", "order": "order"}


@dataclass(frozen=True)
class Forecasts:
    """Deals of one stage forecast for a month for the first time, and those of them won in it."""

    stage: str
    event: str
    deals: int
    on_time: int


@dataclass(frozen=True)
class FunnelStep:
    """Who took a step of the funnel, and how many of them took the one before too; steps come in order."""

    step: str
    parties: int
    with_step_before: int


@dataclass(frozen=True)
class RepeatBuying:
    """Customers of three years and more: orders, and categories per order, as multiples of the year before.

    `categories` is None where no order holds two of them.
    """

    period: str
    customers: int
    orders: Estimate
    categories: Estimate | None


@dataclass(frozen=True)
class Referrals:
    """Recommendations by those who signed up, in their first ten weeks and in the sixteen after, and weeks seen."""

    early: int = 0
    early_weeks: int = 0
    late: int = 0
    late_weeks: int = 0


@dataclass(frozen=True)
class BusinessEvidence:
    """What the claims are judged on. `unexplained` is in cents, over so many quarters compared."""

    forecasts: Sequence[Forecasts] = ()
    steps: Sequence[FunnelStep] = ()
    new_customers: int = 0
    addressed_before: int = 0
    repeat: RepeatBuying | None = None
    quarters: int = 0
    unexplained: int = 0
    referrals: Referrals = field(default_factory=Referrals)


def forecasts_missed(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """The share of deals won in the first month for which they were forecast."""
    mart = "forecast_slippage"
    deals = sum(each.deals for each in evidence.forecasts)
    if deals < FEWEST:
        reason = (
            f"Of {deals} deals forecast for a month a later export tells the outcome; {FEWEST} are needed, and two "
            "exports at least."
        )
        return _untold(benchmark, reason, mart)
    share = wilson(sum(each.on_time for each in evidence.forecasts) / deals, deals)
    reason = (
        f"Of {deals:,} deals this share was won in the first month for which they were forecast, as the exports of "
        f"that time showed it. {benchmark.reading}"
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, mart)


def compelling_event(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """How many times as many deals are won on time where a compelling event was noted by then, stage by stage."""
    mart = "forecast_slippage"
    with_event, without = (
        sum(each.deals for each in evidence.forecasts if each.event == event) for event in ("known", "none")
    )
    if min(with_event, without) < FEWEST:
        reason = (
            f"When they were forecast, {with_event} deals had a compelling event noted and {without} had none; of each "
            f"{FEWEST} are needed. One that is noted once a deal is won foretells nothing."
        )
        return _untold(benchmark, reason, mart)
    found = ratio_over_strata(_strata(evidence.forecasts))
    if found is None:
        return _untold(benchmark, "Too few deals of one stage were won on time, with an event or without.", mart)
    reason = (
        f"{with_event:,} deals had an event noted when they were forecast, {without:,} had none; compared stage by "
        f"stage, those were won on time so many times as often. {benchmark.reading}"
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, mart)


def steps_in_order(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """Of those who took a step of the funnel, the share that also took the one before, where it is least."""
    steps = [each for each in evidence.steps if each.step in _STEP_NAMES]
    pairs = [
        (wilson(after.with_step_before / after.parties, after.parties), before.step, after.step)
        for before, after in pairwise(steps)
        if min(before.parties, after.parties) >= FEWEST
    ]
    if not pairs:
        reason = f"No two steps in a row were taken by {FEWEST} of those who were approached before they bought."
        return _untold(benchmark, reason, "funnel")
    share, before, after = min(pairs, key=lambda pair: pair[0].value)
    reason = (
        f"Of those with a first {_STEP_NAMES[after]} this share had a {_STEP_NAMES[before]} too, the step that is left "
        f"out most. {benchmark.reading}"
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "funnel")


def customers_begin_with_outflows(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """The share of new customers who were sent something before they bought."""
    if evidence.new_customers < FEWEST:
        reason = f"{evidence.new_customers} customers are known to be new; {FEWEST} are needed to tell."
        return _untold(benchmark, reason, "dim_accounts")
    share = wilson(evidence.addressed_before / evidence.new_customers, evidence.new_customers)
    reason = (
        f"Of {evidence.new_customers:,} customers whose first order is not too early in the history, this share had "
        f"been sent something before it. {benchmark.reading} It says what came first, not what caused it."
    )
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "dim_accounts")


def buying_more_often(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """Orders of existing customers as a multiple of their orders of the year before."""
    return _repeated(evidence, benchmark, "orders")


def cross_selling(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """Categories per order of existing customers as a multiple of those of the year before."""
    return _repeated(evidence, benchmark, "categories per order")


def price_times_quantity(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """Cents of the changes of revenue that prices, quantities and their like leave over: a full count."""
    if not evidence.quarters:
        return _untold(benchmark, "There are no order lines of two quarters to compare.", "price_volume")
    found = Estimate(evidence.unexplained, evidence.unexplained, evidence.unexplained)
    reason = (
        f"In {evidence.quarters} quarters price, volume, mix, rates, and products that came, came back or went add up "
        "to the change of revenue, sales without a price standing apart. " + benchmark.reading
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, "price_volume")


def word_of_mouth(evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """How many times as often somebody recommends in a week after the trough as in a week of it."""
    mart, told = "fct_returns", evidence.referrals
    if not told.late_weeks:
        return _untold(benchmark, "No source tells who signed up and stayed for more than ten weeks.", mart)
    if min(told.early, told.late) == 0 or told.early + told.late < FEWEST:
        reason = (
            f"Those who signed up recommended us {told.early} times in their first ten weeks and {told.late} times in "
            "the sixteen after them: too few to compare."
        )
        return _untold(benchmark, reason, mart)
    ratio = told.late / told.late_weeks / (told.early / told.early_weeks)
    found = with_limits(ratio, 1 / told.early + 1 / told.late)
    reason = (
        f"Those who signed up recommended us {told.early} times in {told.early_weeks:,} weeks of customers within ten "
        f"weeks of sign-up, and {told.late} times in {told.late_weeks:,} after them. {benchmark.reading}"
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, mart)


def gain_at_every_level(_evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    """What a level of segmentation would bring if it were done well: nobody tried at random."""
    reason = (
        "Who is sent what is chosen, not drawn: what another level would have brought the same people cannot be told "
        "from what was sent. Only a trial can: draw at random who gets which."
    )
    return _untold(benchmark, reason, "segmentation_maturity")


def _of_others(_evidence: BusinessEvidence, benchmark: Benchmark) -> Claim:
    return _untold(benchmark, "It speaks of many businesses; the data of one cannot answer it.", "(none)")


Measure = Callable[[BusinessEvidence, Benchmark], Claim]
_MEASURED: tuple[Measure, ...] = (
    forecasts_missed,
    compelling_event,
    steps_in_order,
    customers_begin_with_outflows,
    buying_more_often,
    cross_selling,
    price_times_quantity,
    word_of_mouth,
    gain_at_every_level,
)
MEASURES: dict[str, Measure] = {
    **{function.__name__: function for function in _MEASURED},
    **dict.fromkeys(("large_firms_use_lists", "small_firms_blast", "business_firms_automate"), _of_others),
}


def _repeated(evidence: BusinessEvidence, benchmark: Benchmark, what: str) -> Claim:
    mart, repeat = "growth_sources", evidence.repeat
    if repeat is None or repeat.customers < FEWEST:
        count = repeat.customers if repeat else 0
        reason = f"{count} customers bought in the last two years, and before them; {FEWEST} are needed."
        return _untold(benchmark, reason, mart)
    found = repeat.orders if what == "orders" else repeat.categories
    if found is None:
        return _untold(benchmark, "No order holds products of two categories, or no categories are known.", mart)
    reason = (
        f"{repeat.customers:,} customers had bought before, and did in {repeat.period} and the year before it: so many "
        f"times the {what} of that year. {benchmark.reading}"
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, mart)


def _strata(forecasts: Sequence[Forecasts]) -> list[Stratum]:
    """Stage by stage the deals with an event and without, and those of each that were won on time."""
    return [
        Stratum(
            *(
                sum(getattr(each, name) for each in forecasts if (each.stage, each.event) == (stage, event))
                for event in ("known", "none")
                for name in ("deals", "on_time")
            )
        )
        for stage in sorted({each.stage for each in forecasts})
    ]


def _untold(benchmark: Benchmark, reason: str, mart: str) -> Claim:
    return Claim(benchmark, None, "cannot_tell", reason, mart)
