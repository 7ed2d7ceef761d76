"""Shapley values against published numbers and against their definition."""

from fractions import Fraction

import pytest
from path_tables import DP6, places_of, random_paths, shapley_by_permutations

from dagster_project.statistics.shapley import values, values_by_stage


def test_dp6s_nine_paths() -> None:
    assert values(places_of(DP6)) == {1: Fraction(21, 2), 2: Fraction(9), 3: Fraction(15, 2)}


def test_a_alone_four_times_and_a_before_b_six_times() -> None:
    assert values(places_of([((1,), 4, 0), ((1, 2), 6, 0)])) == {1: 7, 2: 3}


@pytest.mark.parametrize("seed", range(20))
def test_the_closed_form_is_the_mean_over_all_orders_of_joining(seed: int) -> None:
    paths = random_paths(seed)
    found = {channel: float(value) for channel, value in values(places_of(paths)).items()}
    assert found == pytest.approx(shapley_by_permutations(paths))


def test_the_ordered_variant_says_where_a_channel_has_its_part() -> None:
    """a, b, a: half each; a has a quarter as the first and a quarter as the third."""
    staged = values_by_stage(places_of([((1, 2, 1), 1, 0)]))
    assert staged == {(1, 1): Fraction(1, 4), (2, 2): Fraction(1, 2), (1, 3): Fraction(1, 4)}
