"""Removal effects against published numbers, against walks that are walked, and against each other."""

import numpy as np
import pytest
from path_tables import DP6, HAND, random_paths, steps_of, walked_conversions

from dagster_project.statistics import markov
from dagster_project.statistics.markov import Steps, first_order_effects, removal_effects, shares_of_effects

WALKS = 4_000


def test_dp6s_nine_paths() -> None:
    _, effects = removal_effects(steps_of(DP6))
    assert (shares_of_effects(effects) * 27).round(6).tolist() == [10.643154, 8.514523, 7.842324]


def test_three_paths_by_hand() -> None:
    _, effects = removal_effects(steps_of(HAND))
    assert shares_of_effects(effects) == pytest.approx([0.2, 0.4, 0.4], abs=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_walks_that_are_walked_lose_as_many_conversions(order: int) -> None:
    paths = random_paths(order, channels=3, paths=12)
    channels, effects = removal_effects(steps_of(paths), order)
    whole = walked_conversions(paths, order, None, WALKS, seed=1)
    walked = [
        1 - walked_conversions(paths, order, int(channel), WALKS, seed=2 + int(channel)) / whole for channel in channels
    ]
    # Four standard errors of a ratio of two shares of 4,000 walks.
    error = 4 * np.sqrt(2 * (1 - whole) / (whole * WALKS))
    assert np.abs(effects - walked).max() < error


@pytest.mark.parametrize("seed", range(20))
def test_the_ways_to_solve_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = steps_of(random_paths(seed))
    for order in (2, 3):
        _, solved = removal_effects(steps, order)
        with monkeypatch.context() as patched:
            patched.setattr(markov, "_DENSE_STATES", 0)
            _, iterated = removal_effects(steps, order)
        assert solved == pytest.approx(iterated, abs=1e-10)


def test_with_channels_that_forget_nothing_higher_orders_say_the_same() -> None:
    """On paths of one channel each there is nothing to remember."""
    steps = steps_of([((1,), 2, 5), ((2,), 3, 1)])
    by_order = [removal_effects(steps, order)[1].tolist() for order in (1, 2, 3)]
    assert by_order[0] == pytest.approx([0.4, 0.6])
    assert by_order[1] == pytest.approx(by_order[0])
    assert by_order[2] == pytest.approx(by_order[0])


def test_where_nothing_converts_nothing_is_lost() -> None:
    channels, effects = removal_effects(steps_of([((1, 2), 0, 3)]))
    assert (channels.tolist(), effects.tolist()) == ([1, 2], [0.0, 0.0])
    assert shares_of_effects(effects).tolist() == [0.0, 0.0]


def test_without_paths_there_are_no_channels() -> None:
    nothing = Steps(np.zeros((0, 3), dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    assert len(removal_effects(nothing)[0]) == 0


def test_a_sample_without_a_channel_gives_it_nothing() -> None:
    steps = steps_of([((1,), 1, 0), ((2,), 1, 0)])
    is_second = (steps.before[:, 0] == 2) | (steps.following == 2)
    effects = first_order_effects(steps, np.array([steps.counts, np.where(is_second, 0.0, steps.counts)]))
    assert effects.tolist() == [[0.5, 0.5], [1.0, 0.0]]


def test_a_hundred_channels_and_ten_million_paths_are_solved_as_counts() -> None:
    """Each path goes from one channel to another; half convert. Channels are alike, so are their effects."""
    numbers = np.arange(1, 101)
    pairs = np.array([(one, other) for one in numbers for other in numbers if one != other])
    before = np.zeros((100 + len(pairs) + 200, 3), dtype=np.int64)
    before[100 : 100 + len(pairs), 0] = pairs[:, 0]
    before[-200:, 0] = np.tile(numbers, 2)
    following = np.concatenate([numbers, pairs[:, 1], np.zeros(100, dtype=np.int64), np.full(100, -1)])
    counts = np.concatenate([np.full(100, 1e5), np.full(len(pairs), 1e5 / 99), np.full(200, 5e4)])
    _, effects = removal_effects(Steps(before, following, counts))
    assert effects == pytest.approx(np.full(100, effects[0]))
    # A path has two steps on average, of 100 channels: a channel is met by a little less than 2 of 100 paths.
    assert effects[0] == pytest.approx(0.0199, abs=2e-4)
