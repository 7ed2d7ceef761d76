"""The five reasons, on series whose season, effect and answers are known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dagster_project.statistics.priming.fit import fit_channel
from dagster_project.statistics.priming.kernels import delayed_geometric_kernel, spread
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.season import expected_returns, other_years, seasonal_index
from dagster_project.statistics.priming.segments import Judged, Segment
from dagster_project.statistics.priming.stop_reasons import Answers, Case, judge_reasons
from dagster_project.statistics.priming.stops import Stop
from dagster_project.statistics.priming.verdicts import judge

WEEKS, EFFECT = 208, 0.15
KERNEL = delayed_geometric_kernel(0.8, 5, 27)
YEAR = 365.25 / 7


@pytest.fixture(scope="module")
def case() -> Case:
    """Letters in blocks on a season between 18 and 42 returns a week: highest in January, lowest in July."""
    rng = np.random.default_rng(8)
    sends = np.repeat(rng.integers(0, 2, WEEKS // 8), 8) * 100.0
    season = 30 + 12 * np.cos(2 * np.pi * np.arange(WEEKS) / YEAR)
    returns = rng.poisson(season + EFFECT * spread(sends, KERNEL)).astype(np.float64)
    weekly = Weekly(date(2022, 1, 3), returns, {"letter": sends}, np.zeros(WEEKS), {})
    finding = fit_channel(weekly, "letter")
    assert finding.evidence is not None
    judgement = judge(finding, finding.evidence.p_value)
    own = Judged(Segment("channel", "letter", "letter", weekly, 0), finding, 0.0, judgement)
    return Case(Stop(96, 130, 136), "letter", weekly, own, own, Stop(64, 90, 96), [], 0.5, 40.0)


def verdicts(case: Case) -> dict[str, str]:
    return {reason.reason: reason.verdict for reason in judge_reasons(case)}


@pytest.mark.parametrize(("first", "truth", "verdict"), [(128, 0.66, "confirmed"), (154, 1.34, "refuted")])
def test_july_is_weak_and_january_is_not(case: Case, first: int, truth: float, verdict: str) -> None:
    stopped = replace(case, stop=Stop(first - 20, first, first + 10))
    index = seasonal_index(case.weekly, "letter", case.own.finding, first, first + 9)

    assert index is not None
    assert index.low <= truth <= index.high
    assert index.value == pytest.approx(truth, abs=0.15)
    assert verdicts(stopped)["not the season"] == verdict


def test_a_season_needs_two_other_years() -> None:
    # Four years of weeks, of which the first 26 are not fitted: week 10 of the year is seen in years 2, 3 and 4.
    assert other_years(10 + 104, 20 + 104, 208) == 2
    assert other_years(40 + 104, 50 + 104, 208) == 3


def test_the_band_of_a_spell_holds_what_the_truth_expects(case: Case) -> None:
    sends = case.weekly.sends["letter"]
    season = 30 + 12 * np.cos(2 * np.pi * np.arange(WEEKS) / YEAR)
    truth = (season + EFFECT * spread(sends, KERNEL))[96:130].sum()

    band = expected_returns(case.weekly, "letter", case.own.finding, 96, 129)

    assert band is not None
    assert band.low <= truth <= band.high


def test_returns_that_halve_confirm_that_results_fell(case: Case) -> None:
    fallen = case.weekly.returns.copy()
    fallen[100:130] = np.floor(0.4 * fallen[100:130])

    assert verdicts(case)["no or falling results"] == "refuted"
    assert verdicts(replace(case, weekly=replace(case.weekly, returns=fallen)))["no or falling results"] == "confirmed"
    assert verdicts(replace(case, basis=None))["no or falling results"] == "cannot_tell"


@pytest.mark.parametrize(("answered", "verdict"), [(2, "confirmed"), (18, "refuted"), (10, "cannot_tell")])
def test_nobody_is_there_if_most_returns_wait_a_week(case: Case, answered: int, verdict: str) -> None:
    weeks = [Answers(125, 20, answered), Answers(131, 50, 0)]

    assert verdicts(replace(case, answers=weeks))["nobody to handle returns"] == verdict
    assert verdicts(case)["nobody to handle returns"] == "cannot_tell"


def test_an_earlier_spell_that_was_too_short_proves_nothing(case: Case) -> None:
    assert verdicts(replace(case, earlier=Stop(64, 65, 96)))["done before without result"] == "refuted"
    assert verdicts(replace(case, earlier=None))["done before without result"] == "cannot_tell"


@pytest.mark.parametrize(("cost", "verdict"), [(0.5, "refuted"), (20.0, "confirmed"), (None, "cannot_tell")])
def test_money_counts_what_comes_after_the_stop(case: Case, cost: float | None, verdict: str) -> None:
    # A letter brings 0.15 returns of 40: 6.
    assert verdicts(replace(case, cost=cost))["no time to spend"] == verdict
