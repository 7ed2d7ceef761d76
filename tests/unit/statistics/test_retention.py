"""Retention: parameters known from other software, and what is no estimate."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from dagster_project.statistics.retention import fit_retention

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sbg_cohorts.csv"


def counts(cohort: str) -> tuple[list[int], list[int]]:
    """At risk and lost by period; who was seen in the eighth had survived seven."""
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        last = Counter(int(row["recency"]) for row in csv.DictReader(file) if row["cohort"] == cohort)
    lost = [last[period] for period in range(1, 8)]
    return [sum(last.values()) - sum(lost[:period]) for period in range(7)], lost


@pytest.mark.parametrize(("cohort", "alpha", "beta"), [("highend", 0.668, 3.806), ("regular", 0.704, 1.182)])
def test_the_published_parameters_are_found(cohort: str, alpha: float, beta: float) -> None:
    fit = fit_retention(*counts(cohort))
    assert fit is not None
    assert (fit.alpha.value, fit.beta.value) == (pytest.approx(alpha, abs=5e-4), pytest.approx(beta, abs=5e-4))
    assert fit.alpha.low < alpha < fit.alpha.high
    assert fit.beta.low < beta < fit.beta.high
    assert fit.customers == 1000


def test_few_losses_are_no_estimate() -> None:
    assert fit_retention([100, 95, 94], [5, 1, 3]) is None


def test_losses_that_do_not_become_rarer_have_no_peak() -> None:
    assert fit_retention([1000, 900, 810, 729], [100, 90, 81, 73]) is None


def test_one_period_says_nothing() -> None:
    assert fit_retention([1000], [100]) is None
