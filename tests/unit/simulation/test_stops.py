"""Stops and forgone returns of sendings so simple that they can be reckoned by hand."""

import numpy as np
import pytest

from dagster_project.simulation.stops import (
    Sending,
    Stop,
    expected_forgone,
    find_stops,
    realised_forgone,
    reference_sends,
)

TWO_WEEKS_LATER = np.array([0.0, 0.0, 1.0])


def _sending(sent, returns_each=0.5, weeks_needed=0):
    sent = np.array(sent, dtype=float)
    came = np.zeros((len(sent), 3), dtype=np.int64)
    return Sending(sent, returns_each * sent, returns_each * sent, came, weeks_needed)


def test_silence_to_the_end_is_a_stop_that_nobody_restarted():
    assert find_stops(np.array([0, 5, 5, 5, 0, 0, 0, 0, 0.0])) == [Stop(1, 4, -1)]


def test_four_silent_weeks_are_no_stop_yet():
    assert find_stops(np.array([5, 5, 0, 0, 0, 0, 5, 5.0])) == []
    assert find_stops(np.array([5, 5, 0, 0, 0, 0, 0, 5, 5.0])) == [Stop(0, 2, 7)]


def test_a_monthly_channel_may_be_silent_for_three_of_its_gaps():
    # Sent every fourth week: 12 silent weeks are within three gaps of four weeks, 13 are not.
    monthly = ([1.0] + [0.0] * 3) * 6 + [1.0]
    assert find_stops(np.array([*monthly, *[0.0] * 12, 1.0])) == []
    assert len(find_stops(np.array([*monthly, *[0.0] * 13, 1.0]))) == 1


def test_a_summer_pause_as_long_as_last_year_s_is_no_stop():
    year = [1.0] * 30 + [0.0] * 8 + [1.0] * 14
    assert find_stops(np.array(year + year)) == [Stop(0, 30, 38)]


def test_nothing_sent_is_nothing_stopped():
    assert find_stops(np.zeros(10)) == []


def test_the_forgone_returns_of_a_stop_without_restart():
    # 10 outflows a week, half a return each two weeks later: 5 a week, the first lost two weeks after the stop.
    sending = _sending([10] * 10 + [0] * 30)
    stop = find_stops(sending.sent)[0]
    assert stop.ends(2.0, 40) == 36  # 26 weeks
    assert expected_forgone(sending, stop, TWO_WEEKS_LATER, 36) == pytest.approx(24 * 5)
    assert reference_sends(sending, stop) == 10


def test_what_is_sent_after_the_restart_makes_up_for_its_part():
    # Silent in weeks 10 to 15, restarted in week 16 with 4 a week: up to week 18 the returns of weeks 10 to 15 are
    # lost, and three fifths of those of week 16.
    sending = _sending([10] * 10 + [0] * 6 + [4] * 10)
    stop = find_stops(sending.sent)[0]
    assert stop.ends(2.0, 26) == 18
    assert expected_forgone(sending, stop, TWO_WEEKS_LATER, 18) == pytest.approx(6 * 5)
    assert expected_forgone(sending, stop, TWO_WEEKS_LATER, 19) == pytest.approx(6 * 5 + 3)


def test_the_reference_is_the_mean_of_the_last_eight_weeks_of_sending():
    sending = _sending([100] * 5 + [10, 20, 0, 0, 10, 20, 10, 20, 10, 20] + [0] * 6)
    assert reference_sends(sending, find_stops(sending.sent)[0]) == 15


def test_a_series_stopped_below_its_threshold_would_have_acted_from_there_on():
    # 3 weeks had run and 5 are needed: going on, the weeks from the second after the stop would have acted.
    sent = np.array([10.0] * 3 + [0.0] * 10)
    none = np.zeros_like(sent)
    sending = Sending(sent, none, 0.5 * sent, np.zeros((13, 3), dtype=np.int64), 5)
    stop = find_stops(sent)[0]
    assert expected_forgone(sending, stop, np.array([1.0]), 13) == pytest.approx(9 * 5)


def test_realised_forgone_returns_scatter_around_the_expected_ones():
    sending = _sending([10] * 10 + [0] * 30)
    stop = find_stops(sending.sent)[0]
    rng = np.random.default_rng(5)
    draws = [realised_forgone(rng, sending, stop, TWO_WEEKS_LATER, 36) for _ in range(400)]
    assert np.mean(draws) == pytest.approx(120, abs=3 * (120 / 400) ** 0.5)
    assert np.var(draws) == pytest.approx(120, rel=0.25)


def test_returns_that_came_after_the_restart_are_not_forgone():
    sending = _sending([10] * 10 + [0] * 6 + [4] * 10, returns_each=0.0)
    sending.came[16, 2] = 3  # sent in week 16, came in week 18
    stop = find_stops(sending.sent)[0]
    rng = np.random.default_rng(1)
    assert realised_forgone(rng, sending, stop, TWO_WEEKS_LATER, 18) == 0
    assert realised_forgone(rng, sending, stop, TWO_WEEKS_LATER, 19) == -3
