"""Stage probabilities: competing risks by hand, what was known on a day, the trial on later deals, the sum."""

from dataclasses import replace
from datetime import date

import pytest

from dagster_project.statistics.intervals import Estimate, wilson
from dagster_project.statistics.pipeline import OpenDeals, expected_amount
from dagster_project.statistics.stage_probabilities import Entered, StageProbabilities

APRIL, JULY, OCTOBER = date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)
EXPORTS = {"crm": [APRIL, JULY, OCTOBER]}
OFFER = ("offer", "none")


def entered(outcome: str, week: int | None, deals: int, month: date = APRIL, gone: int | None = None) -> Entered:
    known = None if week is None else {APRIL: JULY, JULY: OCTOBER}[month]
    stated = {"stated_deals": deals, "stated": 0.9 * deals, "stated_squares": 0.81 * deals}
    return Entered("crm", *OFFER, month, outcome, known, week, gone, deals, **stated)


# Of twelve deals four are won in week 1, three lost in week 2, two last listed in week 3, three won in week 5:
# 4/12 + 8/12 x 5/8 x 3/3 = 3/4, where those no longer listed would have been won like the others.
SPRING = [entered("won", 1, 4), entered("lost", 2, 3), entered("open", None, 2, gone=3), entered("won", 5, 3)]
SUMMER = [entered("won", 2, 6, JULY), entered("lost", 3, 4, JULY)]


def test_lost_deals_compete_and_open_ones_are_censored() -> None:
    fit = StageProbabilities(SPRING, EXPORTS).fit(OFFER)
    assert fit is not None
    assert fit.won == pytest.approx([0, 4 / 12, 4 / 12, 4 / 12, 4 / 12, 3 / 4])
    assert (fit.undecided, fit.closed, fit.deals) == (0, 10, 12)


def test_without_censoring_the_error_is_that_of_a_share() -> None:
    # Of 40 deals 30 are won, whenever: the variance of a share, 0.75 x 0.25 / 40.
    groups = [entered("won", 1, 10), entered("lost", 2, 10), entered("won", 4, 20)]
    fit = StageProbabilities(groups, EXPORTS).fit(OFFER)
    assert fit is not None
    assert fit.error == pytest.approx((0.75 * 0.25 / 40) ** 0.5)


def test_a_closing_that_no_export_had_told_by_a_day_is_not_known_then() -> None:
    probabilities = StageProbabilities([*SPRING, *SUMMER], EXPORTS)
    assert probabilities.fit(OFFER, date(2025, 6, 30)) is None
    fit = probabilities.fit(OFFER, JULY)
    assert fit is not None
    assert fit.won[-1] == pytest.approx(3 / 4)


def test_later_deals_are_foretold_with_what_was_known_when_they_came() -> None:
    probabilities = StageProbabilities([*SPRING, *SUMMER], EXPORTS)
    trial = probabilities.reliability(OFFER)
    assert probabilities.horizon == 6
    assert trial is not None
    assert (trial.tested, trial.predicted, trial.realised.value) == (10, pytest.approx(0.75), pytest.approx(0.6))
    assert trial.brier == pytest.approx((6 * 0.25**2 + 4 * 0.75**2) / 10)
    assert trial.stated == pytest.approx(0.9)
    assert trial.brier_stated == pytest.approx((6 * 0.1**2 + 4 * 0.9**2) / 10)


def test_a_source_that_is_silent_on_some_deals_is_not_compared() -> None:
    silent = [replace(each, stated_deals=0, stated=0.0, stated_squares=0.0) for each in SUMMER]
    trial = StageProbabilities([*SPRING, *silent], EXPORTS).reliability(OFFER)
    assert trial is not None
    assert (trial.stated, trial.brier_stated) == (None, None)


def test_one_export_foretells_nothing() -> None:
    probabilities = StageProbabilities([entered("open", None, 50)], {"crm": [APRIL]})
    assert (probabilities.fit(OFFER), probabilities.reliability(OFFER), probabilities.horizon) == (None, None, None)
    assert StageProbabilities([], {}).cells() == []


def test_few_closings_with_an_event_are_judged_by_their_stage() -> None:
    few = [replace(each, event="known", deals=1) for each in SPRING]
    probabilities = StageProbabilities([*SPRING, *few], EXPORTS)
    found = probabilities.believed(("offer", "known"))
    assert found is not None
    assert found[0] == ("offer", "all")
    assert probabilities.believed(("visit", "none")) is None
    anywhere = probabilities.believed(("visit", "none"), or_any_stage=True)
    assert anywhere is not None
    assert anywhere[0] == ("all", "all")


def test_the_pipeline_is_a_sum_with_two_errors() -> None:
    # Two deals of 100 at 0.5, its error 0.1: variance 2 x 100^2 / 4 + (200 x 0.1)^2 = 5,400.
    half = Estimate(0.5, 0.5 - 0.1959964, 0.5 + 0.1959964)
    found = expected_amount([OpenDeals(200, 20_000, half)])
    assert found.value == pytest.approx(100)
    assert (found.low, found.high) == (0, 200)  # 100 - 1.96 x 73.5 would be less than nothing
    many = expected_amount([OpenDeals(20_000, 2_000_000, half)])
    assert many.high - many.value == pytest.approx(1.959964 * (2_000_000 / 4 + 2_000**2) ** 0.5)
    assert expected_amount([]) == Estimate(0, 0, 0)


def test_limits_of_what_came_hold_the_error_of_what_was_foretold() -> None:
    # Forty deals, half won, foretell forty others; all closed before the fit, none since: the errors of both add up.
    spring = [entered("won", 1, 20), entered("lost", 1, 20)]
    summer = [entered("won", 1, 20, JULY), entered("lost", 1, 20, JULY)]
    trial = StageProbabilities([*spring, *summer], EXPORTS).reliability(OFFER)
    assert trial is not None
    assert trial.realised == wilson(0.5, 20)
