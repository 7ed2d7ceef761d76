"""Conversions divided by Markov and Shapley: sums, intervals, and channels that cannot be told apart."""

from dataclasses import replace

import numpy as np
import pytest
from path_tables import DP6, Path, places_of, random_paths, steps_of

from dagster_project.statistics.apportionment import apportioned
from dagster_project.statistics.channel_credit import BILLION, Conversions, alike_channels, divide, divide_by_stage
from dagster_project.statistics.shapley import Place, values

NOBODY = 0


def conversions_of(paths: list[Path], alone: int = 0, groups: int = 1) -> Conversions:
    """All groups alike; `alone` conversions without touchpoint."""
    steps, places = steps_of(paths), [*places_of(paths), *([Place(NOBODY, 0, 1, 1, alone)] if alone else [])]
    shapley = {channel: float(value) for channel, value in sorted(values(places).items())}
    return Conversions(
        steps=steps,
        group_steps=np.tile(steps.counts / groups, (groups, 1)),
        places=places,
        cents=[],
        channels=np.array(list(shapley)),
        group_shapley=np.tile(np.array(list(shapley.values())) / groups, (groups, 1)),
        together={},
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_model_divides_all_conversions_to_the_billionth(seed: int) -> None:
    paths = random_paths(seed)
    whole = sum(conversions for _, conversions, _ in paths) + 7
    divided = divide(conversions_of(paths, alone=7))
    models = {credit.model for credit in divided}
    assert models == {"markov", "markov_2", "markov_3", "shapley"}
    for model in models:
        assert sum(credit.billionths for credit in divided if credit.model == model) == whole * BILLION
        assert [c.billionths for c in divided if c.model == model and c.channel == NOBODY] == [7 * BILLION]
    assert all(credit.billionths >= 0 for credit in divided)
    assert sum(divide_by_stage(conversions_of(paths, alone=7)).values()) == whole * BILLION


def test_groups_that_are_alike_leave_no_doubt() -> None:
    for credit in divide(conversions_of(DP6, groups=20)):
        if credit.model in {"markov", "shapley"}:
            assert credit.low == pytest.approx(credit.share, abs=1e-9)
            assert credit.high == pytest.approx(credit.share, abs=1e-9)


def test_few_groups_have_no_interval() -> None:
    assert {credit.low for credit in divide(conversions_of(DP6, groups=9))} == {None}


def test_without_conversions_there_is_nothing_to_divide() -> None:
    assert divide(conversions_of([((1,), 0, 3)])) == []


def test_a_chain_that_lost_its_conversions_divides_nothing_and_shapley_goes_on() -> None:
    paths: list[Path] = [((1,), 2, 1)]
    lost = replace(conversions_of(paths), steps=steps_of([((1,), 0, 1)]), group_steps=np.ones((1, 2)))
    lost = replace(lost, cents=[Place(1, 1, 1, 1, 500)])
    assert {credit.model: credit.cents for credit in divide(lost)} == {"shapley": 500}


def test_channels_that_share_nearly_all_paths_are_named() -> None:
    together = {(1, 1): 100, (2, 2): 98, (3, 3): 50, (1, 2): 97, (2, 1): 97, (1, 3): 50, (3, 1): 50}
    assert alike_channels(together) == {1: 2, 2: 1}


def test_what_rounding_leaves_goes_to_the_largest_remainders() -> None:
    assert apportioned(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert apportioned(5, {"a": 0.5, "b": 0.3, "c": 0.2}) == {"a": 3, "b": 1, "c": 1}


def test_nobody_to_divide_among_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        apportioned(1, {"a": 0})
    with pytest.raises(ValueError, match="negative"):
        apportioned(1, {"a": -1, "b": 2})
