"""Stops found by the rule, and what they cost, beside the simulator's own sum."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dagster_project.simulation.stops import Sending, expected_forgone
from dagster_project.simulation.stops import Stop as TrueStop
from dagster_project.statistics.priming.fit import Finding, fit_channel
from dagster_project.statistics.priming.kernels import delayed_geometric_kernel, spread
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.stops import Stop, find_stops, forgone, was_primed
from dagster_project.statistics.priming.verdicts import Judgement

KERNEL = delayed_geometric_kernel(0.8, 6, 27)


def sends_in(weeks: int, *ranges: tuple[int, int]) -> np.ndarray:
    sends = np.zeros(weeks)
    for first, last in ranges:
        sends[first : last + 1] = 100.0
    return sends


def test_five_silent_weeks_are_a_stop_and_four_are_none() -> None:
    assert find_stops(sends_in(40, (2, 9), (14, 20), (26, 39))) == [Stop(2, 21, 26)]
    assert find_stops(sends_in(30, (2, 9))) == [Stop(2, 10, None)]
    assert find_stops(np.zeros(30)) == []


def test_a_silence_like_that_of_the_year_before_is_the_season() -> None:
    each_summer = sends_in(150, (0, 29), (40, 81), (92, 133), (144, 149))

    assert find_stops(each_summer) == [Stop(0, 30, 40)]


@pytest.fixture(scope="module")
def fitted() -> tuple[np.ndarray, Finding]:
    rng = np.random.default_rng(5)
    sends = np.repeat(rng.integers(0, 2, 26), 7) * 100.0
    returns = rng.poisson(25 + 0.2 * spread(sends, KERNEL)).astype(np.float64)
    return sends, fit_channel(Weekly(date(2022, 1, 3), returns, {"letter": sends}, np.zeros(len(sends)), {}), "letter")


def test_the_interval_of_each_stop_holds_what_the_truth_expects(fitted: tuple[np.ndarray, Finding]) -> None:
    sends, finding = fitted
    sending = Sending(sends, 0.2 * sends, 0.2 * sends, np.zeros((1, 1), dtype=np.int64), 1)

    stops = find_stops(sends)
    costs = [forgone(stop, sends, finding, float(sends.mean()), "letter") for stop in stops]

    assert len(stops) >= 4
    for stop, cost in zip(stops, costs, strict=True):
        assert cost is not None
        restarted = -1 if stop.restarted is None else stop.restarted
        truth = expected_forgone(
            sending, TrueStop(stop.started, stop.stopped, restarted), KERNEL, stop.stopped + cost.weeks
        )
        assert cost.low <= truth <= cost.high
        assert cost.returns == pytest.approx(truth, rel=0.35, abs=3)


def test_a_spell_is_primed_from_the_upper_limit_of_the_onset_on(fitted: tuple[np.ndarray, Finding]) -> None:
    _, finding = fitted
    assert finding.shape is not None
    shape = replace(
        finding.shape, low=np.array([3.0, *finding.shape.low[1:]]), high=np.array([5.0, *finding.shape.high[1:]])
    )
    finding, known = replace(finding, shape=shape), Judgement("primes", True, None, True)

    assert [was_primed(Stop(0, weeks, None), finding, known) for weeks in (2, 3, 4, 5)] == [False, None, None, True]
    assert was_primed(Stop(0, 9, None), finding, Judgement("cannot_tell", None, "one start", False)) is None
