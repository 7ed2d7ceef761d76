"""Claims in words."""

from decimal import Decimal

import pytest

from dagster_project.claims_summary import render_claims
from dagster_project.statistics.words import measured, said, tally

SHARE = {
    "statement": "The largest 20 % make about 80 % of revenue.",
    "unit": "share",
    "benchmark": Decimal("0.8"),
    "benchmark_low": Decimal("0.7"),
    "benchmark_high": Decimal("0.9"),
    "measured": Decimal("0.7462"),
    "low": Decimal("0.7123"),
    "high": Decimal("0.7801"),
    "verdict": "holds",
    "reason": "868 of 4,338 customers.",
}
WEEKS = {**SHARE, "unit": "weeks", "benchmark": Decimal(7), "measured": None, "low": None, "high": None}


def test_a_share_is_told_in_percent_with_its_limits() -> None:
    assert (said(SHARE), measured(SHARE)) == ("80 %", "74.6 % (71.2 to 78.0 %)")


def test_a_limit_of_the_books_is_as_exact_as_it_is() -> None:
    times = {**SHARE, "unit": "times", "benchmark": None, "benchmark_low": Decimal("1.25"), "benchmark_high": None}
    assert said(times) == "often (1.25 times or more)"
    assert said({**times, "benchmark_low": None, "benchmark_high": Decimal("1.100000")}) == "seldom (up to 1.1 times)"
    assert said({**times, "benchmark_low": Decimal(0)}) == "more than no times"


def test_nothing_measured_is_a_dash() -> None:
    assert (said(WEEKS), measured(WEEKS)) == ("7 weeks", "–")


def test_a_full_count_has_no_limits() -> None:
    counted = {**SHARE, "unit": "records", "measured": 0, "low": 0, "high": 0}
    assert measured(counted) == "0 records"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (Decimal("0.2"), None, "often (20 % or more)"),
        (None, Decimal("0.2"), "seldom (up to 20 %)"),
        (Decimal("0.2"), Decimal("0.4"), "20 to 40 %"),
        (None, None, "–"),
    ],
)
def test_a_claim_without_a_number_shows_how_its_words_are_read(
    low: Decimal | None, high: Decimal | None, words: str
) -> None:
    assert said({**SHARE, "benchmark": None, "benchmark_low": low, "benchmark_high": high}) == words


def test_verdicts_are_counted() -> None:
    assert tally(["holds", "cannot_tell", "holds"]) == (
        "Of 3 claims 2 hold, 0 do not, and for 1 the data do not decide yet."
    )


def test_a_run_closes_with_each_claim_its_figures_and_its_reason() -> None:
    lines = render_claims([SHARE, {**WEEKS, "verdict": "cannot_tell", "reason": "Nothing to compare."}]).splitlines()
    assert "  HOLDS HERE: The largest 20 % make about 80 % of revenue." in lines
    assert "    Books: 80 %. Here: 74.6 % (71.2 to 78.0 %). 868 of 4,338 customers." in lines
    assert "    Nothing to compare." in lines


def test_small_numbers_keep_a_digit_and_whole_ones_none() -> None:
    weeks = {"unit": "weeks", "measured": 0.52, "low": 0.0, "high": 2.5}
    assert measured(weeks) == "0.5 weeks (0 to 2.5 weeks)"
