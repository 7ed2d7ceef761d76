"""Schedules: which weeks each plan sends, by hand."""

from datetime import date

import numpy as np

from dagster_project.simulation.clock import Clock
from dagster_project.simulation.effects import Series
from dagster_project.simulation.plans import (
    in_random_blocks,
    in_series,
    much_after_many,
    staggered_by_region,
    until_weak,
    weeks_before_peaks,
)
from dagster_project.simulation.strengths import spell_ages


def test_random_blocks_run_6_to_14_weeks_and_pause_6_to_12():
    sent = in_random_blocks(np.random.default_rng(1), 20, 400)
    changes = [np.flatnonzero(np.diff(row)) for row in sent]
    lengths = [(int(length), bool(row[at + 1])) for row, where in zip(sent, changes, strict=True)
               for at, length in zip(where[:-1], np.diff(where), strict=True)]  # fmt: skip
    assert {length for length, is_on in lengths if is_on} == set(range(6, 15))
    assert {length for length, is_on in lengths if not is_on} == set(range(6, 13))


def test_a_series_runs_so_many_weeks_or_such_a_share_of_the_history():
    sent = in_series((Series(0.1, weeks=3), Series(0.5, lasts=0.2)), 2, 100)
    assert np.flatnonzero(sent[0]).tolist() == [10, 11, 12, *range(50, 70)]
    assert (sent[0] == sent[1]).all()


def test_staggered_regions_start_one_after_another_and_never_stop():
    starts = [np.flatnonzero(row)[0] for row in staggered_by_region(5, 100)]
    assert starts == [20, 33, 46, 59, 72]
    assert staggered_by_region(5, 100)[:, 72:].all()


def test_season_timed_sends_fall_4_to_9_weeks_before_the_peak():
    # 2024 begins on a Monday; 1 January + 70 days is the Monday of week 10.
    sent = weeks_before_peaks(70, Clock(date(2024, 1, 1), date(2024, 12, 29)), 1)
    before_this_peak = [1, 2, 3, 4, 5, 6]
    # 1 January 2025 + 70 days lies in week 62, beyond the end; 53 to 58 too.
    assert np.flatnonzero(sent[0]).tolist() == before_this_peak


def test_sends_stop_after_a_weak_month_and_resume_a_quarter_later():
    arrivals = np.array([10] * 20 + [2] * 4 + [10] * 40)
    sent = until_weak(arrivals, 1)[0]
    silent = np.flatnonzero(sent == 0).tolist()
    # Week 21 is the first whose four weeks before (10, 10, 10, 2) fall below nine tenths of 10.
    assert silent[:13] == list(range(21, 34))
    assert sent[34:38].all()


def test_steady_returns_never_stop_the_sends():
    assert until_weak(np.full(60, 7), 1).all()


def test_sends_that_follow_returns_grow_with_the_square_up_to_three_times():
    arrivals = np.array([1, 1, 1, 1, 3, 3, 3, 3])
    sent = much_after_many(arrivals, 2)
    # The mean is 2: after four weeks of 1 a quarter is sent, after (1, 1, 3, 3) the customary amount.
    assert sent[0, 4] == 0.25
    assert sent[0, 6] == 1.0
    assert much_after_many(np.array([1] * 96 + [50] * 4), 1).max() == 3.0


def test_the_age_of_a_spell_starts_anew_after_silence():
    assert spell_ages(np.array([[True, True, False, True, True, True]])).tolist() == [[1, 2, 0, 1, 2, 3]]


def test_weeks_begin_on_mondays():
    clock = Clock(date(2022, 1, 1), date(2022, 1, 31))  # a Saturday; 29 days from the first Monday on
    assert (clock.monday(0), clock.weeks) == (2, 4)
    assert clock.week_of(np.array([0, 1, 2, 8, 9, 29, 30])).tolist() == [-1, -1, 0, 0, 1, 3, 4]
