"""Spells, starts and what may follow a single one."""

import numpy as np

from dagster_project.statistics.priming.spells import responses_to_start, spells, starts, starts_apart


def sent_in(weeks: int, *ranges: tuple[int, int]) -> np.ndarray:
    sends = np.zeros(weeks)
    for first, last in ranges:
        sends[first : last + 1] = 10.0
    return sends


def test_four_silent_weeks_belong_to_a_spell_and_five_end_it() -> None:
    assert spells(sent_in(40, (0, 5), (10, 12), (18, 20))) == [(0, 12), (18, 20)]


def test_a_newsletter_every_fourth_week_is_one_spell() -> None:
    sends = np.zeros(60)
    sends[::4] = 100.0

    assert spells(sends) == [(0, 56)]


def test_sending_from_the_first_weeks_on_is_no_start() -> None:
    assert starts(sent_in(60, (2, 10), (30, 40))) == [30]


def test_starts_count_once_in_26_weeks() -> None:
    assert starts_apart([10, 20, 36, 61, 62]) == 3


def test_only_a_single_start_gets_responses_of_its_own() -> None:
    once, twice = sent_in(150, (50, 149)), sent_in(150, (50, 60), (90, 149))

    assert responses_to_start(once, ()).shape == (150, 27)
    assert responses_to_start(once, ())[:, 1].sum() == 150 - 51
    assert responses_to_start(twice, ()).shape[1] == 0
    assert responses_to_start(once, (90,)).shape[1] == 0  # another region started later


def test_an_end_of_sending_is_no_better_than_a_start() -> None:
    ended = sent_in(150, (0, 79))

    assert responses_to_start(ended, ()).shape == (150, 14)
    assert responses_to_start(ended, ())[:, 0].sum() == 150 - 80
