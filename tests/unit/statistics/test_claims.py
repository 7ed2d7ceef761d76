"""Claims: what is measured, when it confirms or refutes, and what is said when nothing can be told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.claims import (
    CurveWeek,
    Customers,
    Evidence,
    FittedOnset,
    LedgerTotals,
    judge_claims,
)
from dagster_project.statistics.intervals import Estimate, Groups, Sums
from dagster_project.statistics.verdicts import Benchmark, Claim, verdict_on

NONE = Sums(0, 0, 0, 0, 0)
NOTHING = Evidence(LedgerTotals(0, 0, 0), [], 112, [], Customers(NONE, NONE, 0.0, NONE, NONE))
BENCHMARKS = read_benchmarks(reference_seeds_dir() / "benchmarks.csv")


def judged(name: str, evidence: Evidence) -> Claim:
    (claim,) = judge_claims(evidence, {name: BENCHMARKS[name]})
    return claim


def about(low: float | None, high: float | None) -> Benchmark:
    return Benchmark("c", "It is so.", "share", None, low, high, "")


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.72, 0.88, "holds"),
        (0.70, 0.90, "holds"),
        (0.60, 0.69, "does_not_hold"),
        (0.91, 0.95, "does_not_hold"),
        (0.65, 0.75, "cannot_tell"),
        (0.10, 0.99, "cannot_tell"),
    ],
)
def test_only_an_interval_inside_the_range_confirms_and_only_one_outside_refutes(
    low: float, high: float, verdict: str
) -> None:
    assert verdict_on(Estimate((low + high) / 2, low, high), about(0.70, 0.90)) == verdict


def test_a_range_may_be_open() -> None:
    assert verdict_on(Estimate(0.5, 0.4, 0.6), about(0.2, None)) == "holds"
    assert verdict_on(Estimate(0.1, 0.05, 0.15), about(0.2, None)) == "does_not_hold"
    assert verdict_on(Estimate(0.1, 0.05, 0.15), about(None, 0.2)) == "holds"


def test_every_claim_without_data_cannot_be_told_and_says_why() -> None:
    claims = judge_claims(NOTHING, BENCHMARKS)
    assert [claim.benchmark.claim for claim in claims] == list(BENCHMARKS)
    for claim in claims:
        assert (claim.verdict, claim.measured) == ("cannot_tell", None)
        assert claim.reason.endswith(".")


def test_a_benchmark_that_nothing_measures_is_an_error() -> None:
    with pytest.raises(KeyError, match="unheard_of"):
        judge_claims(NOTHING, {"unheard_of": about(0, 1)})


def test_a_third_of_the_answers_from_others_is_often() -> None:
    # 100 accounts with 3 returns, one of them not direct.
    claim = judged("answers_from_others", replace(NOTHING, answers=[Groups(3, 1, 100)]))
    assert claim.verdict == "holds"
    assert claim.measured is not None
    assert round(claim.measured.value, 4) == 0.3333
    assert "300 returns" in claim.reason
    assert "112 days" in claim.reason


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(5.5, 8.5, "holds"), (0.5, 3.0, "does_not_hold"), (4.0, 8.0, "cannot_tell")]
)
def test_seven_weeks_are_judged_on_the_fitted_onset(low: float, high: float, verdict: str) -> None:
    onset = FittedOnset("channel", "letter", Estimate((low + high) / 2, low, high), "primes")
    claim = judged("priming_time", replace(NOTHING, onsets=[onset]))
    assert (claim.verdict, claim.mart) == (verdict, "priming_lags")
    assert "letter" in claim.reason


def test_nine_accounts_are_too_few() -> None:
    claim = judged("answers_from_others", replace(NOTHING, answers=[Groups(30, 10, 9)]))
    assert claim.verdict == "cannot_tell"
    assert "Only 9 accounts" in claim.reason


@pytest.mark.parametrize(("unaccounted", "verdict"), [(0, "holds"), (3, "does_not_hold")])
def test_one_lost_record_refutes_that_every_return_is_counted(unaccounted: int, verdict: str) -> None:
    claim = judged("every_return_counted", replace(NOTHING, ledger=LedgerTotals(100, 60, unaccounted)))
    assert claim.verdict == verdict
    assert "40 of them not direct" in claim.reason


def alike(count: int, value: float) -> Sums:
    return Sums(count, *(count * value**power for power in range(1, 5)))


def customers(top: float, below: float) -> Customers:
    """200 large and 800 small customers, all of a kind alike; the large are the loyal."""
    large, small = alike(200, top), alike(800, below)
    return Customers(large, small, top, large, small)


def test_a_fifth_of_the_customers_with_four_fifths_of_revenue() -> None:
    # 200 × 16 = 3,200 of 3,200 + 800 × 1 = 4,000.
    evidence = replace(NOTHING, customers=customers(16, 1))
    for name in ("top_20_share", "loyal_revenue_share"):
        claim = judged(name, evidence)
        assert claim.measured is not None
        assert round(claim.measured.value, 6) == 0.8
        assert claim.verdict == "holds"
    # 0.2 ± 1.96 · √(0.16 / 1000), Wilson: 0.1764 to 0.2259.
    loyal = judged("loyal_customer_share", evidence)
    assert loyal.measured is not None
    assert (round(loyal.measured.low, 4), round(loyal.measured.high, 4)) == (0.1764, 0.2259)
    assert loyal.verdict == "holds"


def test_customers_who_are_all_alike_refute_pareto() -> None:
    assert judged("top_20_share", replace(NOTHING, customers=customers(1, 1))).verdict == "does_not_hold"


def test_99_customers_are_too_few_for_a_share_of_revenue_but_not_for_one_of_customers() -> None:
    large, small = alike(20, 100), alike(79, 10)
    evidence = replace(NOTHING, customers=Customers(large, small, 100, large, small))
    for name in ("top_20_share", "loyal_revenue_share"):
        assert "99 customers" in judged(name, evidence).reason
    assert judged("loyal_customer_share", evidence).measured is not None


def test_no_revenue_is_no_share() -> None:
    assert "no revenue" in judged("top_20_share", replace(NOTHING, customers=customers(0, 0))).reason


def curve(*above: bool) -> Sequence[CurveWeek]:
    """Weeks in which the upper limit of survival does or does not lie below the reference."""
    return [CurveWeek(week, 100, 0.7 if is_above else 0.9, 0.8) for week, is_above in enumerate(above)]


def test_the_first_week_after_which_returns_stay_above_the_reference_limits_the_onset_from_above() -> None:
    evidence = replace(NOTHING, curve=curve(False, True, False, True, True, True, True))
    claim = judged("priming_time", evidence)
    assert claim.measured == Estimate(4, 0, 4)  # weeks 0 to 3 have passed
    assert claim.verdict == "cannot_tell"
    assert "After 4 weeks" in claim.reason


def test_a_rise_seen_for_three_weeks_only_is_no_rise() -> None:
    claim = judged("priming_time", replace(NOTHING, curve=curve(False, False, True, True, True)))
    assert claim.measured is None
    assert "In none of the 5 weeks" in claim.reason


def test_without_a_reference_the_curve_says_nothing() -> None:
    weeks = [CurveWeek(week, 100, 0.7, None) for week in range(10)]
    assert "nothing to compare" in judged("priming_time", replace(NOTHING, curve=weeks)).reason
