"""Look-alikes: how many there are and what they are worth, on markets counted by hand."""

from dataclasses import replace

import pytest

from dagster_project.statistics.look_alikes import Kind, Market, Taught, find_look_alikes, teach

MARKET = Market(approach_cost=50.0, margin_per_buyer=1_000.0, largest_part="not_reached")
# One industry buys in six of ten cases, the other two in one; each half of the approaches alike.
HEALTH = Kind("Health", "under 10", "(none)", 50, 30, 50, 30, 60, 40)
FOOD, STEEL = (Kind(name, "under 10", "(none)", 100, 10, 100, 10, 20, 500) for name in ("Food", "Steel"))
KINDS = [HEALTH, FOOD, STEEL]


def test_look_alikes_are_of_the_kind_that_buys_twice_as_often() -> None:
    taught = teach(KINDS)
    assert isinstance(taught, Taught)
    # 100 of 500 approached bought; Health 60 of 100. Foretold: 30 of 50 buyers above 180 others of the rest, 20 tied.
    assert taught.base_rate == pytest.approx(0.2)
    assert taught.probability["Health", "under 10"] == pytest.approx(0.6, abs=0.03)
    pairs = 30 * 180 + (30 * 20 + 20 * 180) / 2
    assert taught.area.value == pytest.approx(pairs / (50 * 200))
    found = find_look_alikes(KINDS, KINDS, taught, MARKET)
    assert (found.uncovered, found.uncovered_look_alikes, found.verdict) == (1_040, 40, "worth_it")
    assert found.rate is not None
    assert found.rate.value == pytest.approx(0.6)


def test_an_approach_that_costs_more_than_it_brings_is_not_worth_it() -> None:
    dear = replace(MARKET, approach_cost=600.0)
    assert find_look_alikes(KINDS, KINDS, teach(KINDS), dear).verdict == "work_on_not_reached"
    free = replace(MARKET, approach_cost=None)
    assert find_look_alikes(KINDS, KINDS, teach(KINDS), free).verdict == "cannot_tell"


def test_a_handful_of_look_alikes_is_not_worth_a_search() -> None:
    few = [replace(HEALTH, uncovered=19), FOOD, STEEL]
    found = find_look_alikes(few, few, teach(few), MARKET)
    assert (found.uncovered_look_alikes, found.verdict) == (19, "work_on_not_reached")


def test_where_all_kinds_buy_alike_nothing_can_be_told() -> None:
    alike = [replace(kind, earlier_bought=kind.earlier_approached // 5, later_bought=kind.later_approached // 5)
             for kind in KINDS]  # fmt: skip
    found = find_look_alikes(alike, alike, teach(alike), MARKET)
    assert (found.verdict, found.uncovered_look_alikes) == ("cannot_tell", None)


def test_a_kind_that_was_hardly_approached_is_no_evidence() -> None:
    """Only large companies were approached: what small ones of the same industry would do nobody knows."""
    small = Kind("Health", "250 and more", "(none)", 2, 2, 2, 2, 0, 3_000)
    kinds = [*KINDS, small]
    found = find_look_alikes(kinds, kinds, teach(kinds), MARKET)
    assert (found.uncovered_without_evidence, found.uncovered_look_alikes, found.verdict) == (3_000, 40, "cannot_tell")


@pytest.mark.parametrize(
    "kinds",
    [
        [replace(HEALTH, earlier_approached=0, earlier_bought=0, later_approached=0, later_bought=0)],
        [replace(HEALTH, later_bought=9)],
        [replace(HEALTH, earlier_bought=50, later_bought=50)],
    ],
    ids=["nobody was approached", "too few bought later", "all bought"],
)
def test_too_few_approaches_teach_nothing(kinds: list[Kind]) -> None:
    taught = teach(kinds)
    assert isinstance(taught, str)
    found = find_look_alikes(kinds, kinds, taught, MARKET)
    assert (found.verdict, found.reason, found.uncovered_without_evidence) == ("cannot_tell", taught, 40)
