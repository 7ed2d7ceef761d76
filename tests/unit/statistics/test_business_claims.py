"""Claims on forecasts, the funnel and existing customers: what is measured, and when nothing can be told."""

from dataclasses import replace

import pytest

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.business_claims import (
    MEASURES,
    BusinessEvidence,
    Forecasts,
    FunnelStep,
    Referrals,
    RepeatBuying,
)
from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.verdicts import Claim

BENCHMARKS = read_benchmarks(reference_seeds_dir() / "benchmarks.csv")


def judged(name: str, evidence: BusinessEvidence) -> Claim:
    return MEASURES[name](evidence, BENCHMARKS[name])


@pytest.mark.parametrize("name", MEASURES)
def test_without_data_nothing_can_be_told(name: str) -> None:
    claim = judged(name, BusinessEvidence())
    assert (claim.verdict, claim.measured) == ("cannot_tell", None)
    assert claim.reason.endswith(".")


def test_an_event_is_compared_stage_by_stage() -> None:
    # In each stage twice as many are won with an event. Most events are noted in the late stage: all together it would
    # be 44/60 against 14/60, 3.1 times.
    forecasts = [
        Forecasts("early", "known", 10, 4),
        Forecasts("early", "none", 50, 10),
        Forecasts("late", "known", 50, 40),
        Forecasts("late", "none", 10, 4),
    ]
    claim = judged("compelling_event", BusinessEvidence(forecasts=forecasts))
    assert claim.measured is not None
    assert claim.measured.value == pytest.approx(2)
    # Greenland and Robins: (500 x 14 - 40 x 60 + 500 x 44 - 160 x 60) / 60^2 / (R S), R = 2 S = (200 + 400) / 60.
    spread = (500 * 14 - 40 * 60 + 500 * 44 - 160 * 60) / 60**2 / (10 * 5)
    assert claim.measured.high == pytest.approx(2 * 2.718281828 ** (1.959964 * spread**0.5))
    assert claim.verdict == "cannot_tell"  # 1.1 to 3.6


def test_an_event_that_is_noted_once_a_deal_is_won_confirms_nothing() -> None:
    claim = judged("compelling_event", BusinessEvidence(forecasts=[Forecasts("late", "none", 500, 200)]))
    assert (claim.verdict, claim.measured) == ("cannot_tell", None)
    assert "foretells nothing" in claim.reason


def test_a_stage_without_winners_on_one_side_ends_in_no_division() -> None:
    never = [Forecasts("late", "none", 50, 0), Forecasts("late", "known", 50, 10)]
    assert judged("compelling_event", BusinessEvidence(forecasts=never)).verdict == "cannot_tell"


def test_forecasts_are_missed_where_less_than_half_is_won_in_time() -> None:
    missed = BusinessEvidence(forecasts=[Forecasts("late", "none", 100, 30)])
    kept = BusinessEvidence(forecasts=[Forecasts("late", "none", 100, 70)])
    assert judged("forecasts_missed", missed).verdict == "holds"
    assert judged("forecasts_missed", kept).verdict == "does_not_hold"
    few = BusinessEvidence(forecasts=[Forecasts("late", "none", 9, 1)])
    assert "two exports" in judged("forecasts_missed", few).reason


def test_the_funnel_is_as_strong_as_its_weakest_step() -> None:
    steps = [
        FunnelStep("outflow", 1000, 1000),
        FunnelStep("prospect", 400, 400),
        FunnelStep("meeting", 200, 190),
        FunnelStep("quote", 5, 5),
        FunnelStep("order", 100, 20),
    ]
    assert judged("steps_in_order", BusinessEvidence(steps=steps)).verdict == "holds"  # five quotes tell nothing
    steps[3] = FunnelStep("quote", 80, 80)
    claim = judged("steps_in_order", BusinessEvidence(steps=steps))
    assert claim.verdict == "does_not_hold"
    assert claim.measured is not None
    assert claim.measured.value == pytest.approx(0.2)
    assert "order" in claim.reason


def test_existing_customers_that_buy_as_often_as_before_confirm_that_they_hardly_buy_more() -> None:
    steady = RepeatBuying("2025", 300, Estimate(1.0, 0.95, 1.05), None)
    assert judged("buying_more_often", BusinessEvidence(repeat=steady)).verdict == "holds"
    assert judged("cross_selling", BusinessEvidence(repeat=steady)).verdict == "cannot_tell"
    broader = replace(steady, categories=Estimate(1.4, 1.3, 1.5))
    assert judged("cross_selling", BusinessEvidence(repeat=broader)).verdict == "does_not_hold"
    assert judged("buying_more_often", BusinessEvidence(repeat=replace(steady, customers=9))).measured is None


def test_new_customers_who_were_addressed_before() -> None:
    assert judged(
        "customers_begin_with_outflows", BusinessEvidence(new_customers=100, addressed_before=80)
    ).verdict == ("holds")
    assert (
        judged("customers_begin_with_outflows", BusinessEvidence(new_customers=9, addressed_before=9)).measured is None
    )


def test_a_cent_that_is_left_over_refutes_price_times_quantity() -> None:
    assert judged("price_times_quantity", BusinessEvidence(quarters=4)).verdict == "holds"
    assert judged("price_times_quantity", BusinessEvidence(quarters=4, unexplained=1)).verdict == "does_not_hold"


def test_word_of_mouth_is_a_rate_per_week_of_customers() -> None:
    claim = judged("word_of_mouth", BusinessEvidence(referrals=Referrals(20, 1000, 160, 2000)))
    assert claim.measured is not None
    assert claim.measured.value == pytest.approx(4)
    assert claim.verdict == "holds"
    assert judged("word_of_mouth", BusinessEvidence(referrals=Referrals(0, 1000, 160, 2000))).measured is None
