"""Service and loyalty, crude and like with like, on customers counted by hand."""

import pytest

from dagster_project.statistics.service import Cell, Stratum, compare_service

LARGE, SMALL = Stratum("50 to 249", "longer", "1"), Stratum("under 10", "longer", "1")


def customers(stratum: Stratum, band: str, seen: int, stayed: int) -> list[Cell]:
    """So many customers and stayed in each of 20 groups."""
    return [Cell(group, stratum, band, seen, stayed) for group in range(20)]


def test_what_goes_with_size_is_no_effect_of_service() -> None:
    # Large ones: 9 of 10 stay, mostly answered soon; small ones: 2 of 10, mostly answered late.
    cells = [
        *customers(LARGE, "fast", 80, 72),
        *customers(LARGE, "slow", 20, 18),
        *customers(SMALL, "fast", 20, 4),
        *customers(SMALL, "slow", 80, 16),
    ]
    found = compare_service(cells)
    assert found.crude is not None
    assert found.adjusted is not None
    assert found.retention["fast"] == pytest.approx(0.76)
    assert found.retention["slow"] == pytest.approx(0.34)
    assert found.adjusted_retention["fast"] == found.adjusted_retention["slow"] == pytest.approx(0.55)
    assert (found.crude.low > 0.4, found.adjusted.value, found.verdict) == (True, pytest.approx(0), "no_effect")


def test_what_holds_in_each_size_is_an_effect() -> None:
    cells = [
        *customers(LARGE, "fast", 10, 9),
        *customers(LARGE, "slow", 10, 6),
        *customers(SMALL, "fast", 10, 5),
        *customers(SMALL, "slow", 10, 2),
    ]
    found = compare_service(cells)
    assert found.adjusted is not None
    assert (found.adjusted.value, found.verdict) == (pytest.approx(0.3), "keeps")


def test_a_sign_that_turns_cannot_be_told() -> None:
    # Within each size one point in ten less stays of the fast; over both far more, for the large are answered soon.
    cells = [
        *customers(LARGE, "fast", 90, 72),
        *customers(LARGE, "slow", 10, 9),
        *customers(SMALL, "fast", 10, 1),
        *customers(SMALL, "slow", 90, 18),
    ]
    found = compare_service(cells)
    assert found.crude is not None
    assert found.adjusted is not None
    assert found.crude.value > 0 > found.adjusted.value
    assert found.verdict == "cannot_tell"
    assert "turns" in found.reason


@pytest.mark.parametrize(
    "cells",
    [
        [],
        customers(LARGE, "none", 5, 3),
        [Cell(1, LARGE, "fast", 1, 1)],
        [*customers(LARGE, "fast", 10, 9), *customers(SMALL, "slow", 10, 1)],
        [Cell(1, LARGE, "fast", 9, 9), Cell(2, LARGE, "slow", 50, 5)],
        [Cell(1, LARGE, "fast", 90, 90), Cell(2, LARGE, "slow", 50, 0)],
    ],
    ids=["nobody", "no tickets", "one customer", "nobody alike", "nine of a band", "two groups"],
)
def test_too_little_cannot_be_told(cells: list[Cell]) -> None:
    found = compare_service(cells)
    assert found.verdict == "cannot_tell"
    assert found.reason.endswith(".")
