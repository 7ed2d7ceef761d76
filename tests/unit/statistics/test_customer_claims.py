"""Claims on growth, offers and the trough: which row decides, and when nothing can be told."""

import pytest

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.customer_claims import MEASURES, CustomerEvidence, GrowthYear, Losses, WinRate
from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.verdicts import Claim

BENCHMARKS = read_benchmarks(reference_seeds_dir() / "benchmarks.csv")


def judged(name: str, evidence: CustomerEvidence) -> Claim:
    return MEASURES[name](evidence, BENCHMARKS[name])


@pytest.mark.parametrize("name", MEASURES)
def test_without_data_nothing_can_be_told(name: str) -> None:
    claim = judged(name, CustomerEvidence())
    assert (claim.verdict, claim.measured) == ("cannot_tell", None)
    assert claim.reason.endswith(".")


def year(period: str, direction: str, share: Estimate | None, reason: str | None = None) -> GrowthYear:
    return GrowthYear(period, direction, 100.0, share, reason is None and share is not None, reason)


def test_the_youngest_year_that_can_be_told_decides() -> None:
    years = [
        year("2025", "growing", Estimate(0.3, -1, 2), "revenue changed by no more than chance can explain"),
        year("2024", "growing", Estimate(0.8, 0.6, 1.0)),
        year("2023", "growing", Estimate(0.2, 0.1, 0.3)),
        year("2022", "falling", Estimate(0.1, 0.0, 0.2)),
    ]
    claim = judged("growth_from_new", CustomerEvidence(years=years))
    assert (claim.verdict, claim.measured) == ("holds", Estimate(0.8, 0.6, 1.0))
    assert "2024" in claim.reason
    assert judged("fall_from_new", CustomerEvidence(years=years)).verdict == "does_not_hold"


def test_a_change_that_may_be_chance_confirms_nothing() -> None:
    unclear = year("2025", "growing", Estimate(0.8, 0.6, 1.0), "revenue changed by no more than chance can explain")
    claim = judged("growth_from_new", CustomerEvidence(years=[unclear]))
    assert claim.verdict == "cannot_tell"
    assert "chance" in claim.reason


def test_win_rates_are_judged_by_their_limits() -> None:
    rates = [
        WinRate("customer", 40, 30, Estimate(0.7, 0.62, 0.78)),
        WinRate("prospect", 60, 50, Estimate(0.4, 0.3, 0.5)),
        WinRate("renewal", 5, 5, None),
    ]
    evidence = CustomerEvidence(win_rates=rates)
    assert judged("win_rate_customer", evidence).verdict == "holds"
    assert judged("win_rate_prospect", evidence).verdict == "does_not_hold"


def test_offers_to_few_accounts_tell_nothing() -> None:
    claim = judged("win_rate_prospect", CustomerEvidence(win_rates=[WinRate("prospect", 30, 9, None)]))
    assert (claim.verdict, claim.measured) == ("cannot_tell", None)
    assert "9 accounts" in claim.reason


def test_twice_as_many_lost_early_is_a_ratio_with_limits() -> None:
    # 100 of 1,000 weeks against 50 of 1,000: 2, and exp(1.96 √(1/100 + 1/50)) = 1.404.
    claim = judged("early_losses", CustomerEvidence(losses=Losses(100, 1000, 50, 1000)))
    assert claim.verdict == "holds"
    assert claim.measured is not None
    assert (claim.measured.value, claim.measured.low) == (pytest.approx(2), pytest.approx(2 / 1.404, abs=0.01))


def test_as_many_lost_early_as_late_is_no_trough() -> None:
    assert judged("early_losses", CustomerEvidence(losses=Losses(50, 1000, 50, 1000))).verdict == "cannot_tell"
    assert judged("early_losses", CustomerEvidence(losses=Losses(50, 1000, 100, 1000))).verdict == "does_not_hold"
    assert judged("early_losses", CustomerEvidence(losses=Losses(5, 100, 0, 100))).measured is None
