"""Buying again: what the models expect, and what is no estimate. The published parameters stand in `test_cdnow.py`."""

import pytest

from dagster_project.statistics.buying import Buying, expected_if_active, fit_buying, fit_spending
from dagster_project.statistics.intervals import Estimate


def exactly(value: float) -> Estimate:
    return Estimate(value, value, value)


def test_without_anybody_leaving_the_expectation_is_that_of_the_negative_binomial() -> None:
    # Chances to leave of 1 in 100 million: (r + x) / (alpha + age) purchases a week, for as many weeks.
    staying = Buying(exactly(0.5), exactly(10.0), exactly(1e-6), exactly(100.0), 1)
    assert expected_if_active(staying, [3, 0], [30.0, 0.0], 20.0) == pytest.approx([3.5 / 40 * 20, 0.5 / 10 * 20], 1e-4)


def test_a_chance_to_leave_around_one_divides_nothing() -> None:
    about = [Buying(exactly(0.5), exactly(10.0), exactly(a), exactly(2.0), 1) for a in (0.999, 1.0, 1.001)]
    low, middle, high = (expected_if_active(each, [2], [30.0], 52.0)[0] for each in about)
    assert low > middle > high
    assert middle == pytest.approx((low + high) / 2, rel=1e-4)


@pytest.mark.parametrize(
    "cells",
    [[(0, 0.0, 5.0, 1)], [(0, 0.0, 5.0, 900)], [(2, 3.0, 5.0, 29)], [(1, 0.0, 0.0, 40)]],
    ids=["one customer", "nobody bought again", "too few did", "one day only"],
)
def test_too_few_who_bought_again_are_no_estimate(cells: list[tuple[int, float, float, int]]) -> None:
    assert fit_buying(*zip(*cells, strict=True)) is None


def test_amounts_that_are_all_alike_or_few_are_no_estimate() -> None:
    assert fit_spending([1] * 29, [5.0] * 29) is None
    assert fit_spending([3] * 100, [5.0] * 100) is None


def test_where_nobody_is_seen_to_leave_everybody_stays() -> None:
    # A thousand customers seen for 100 weeks whose last purchase was a moment ago, half of them with 1 and with 9.
    cells = [(1, 100.0, 100.0, 500), (9, 100.0, 100.0, 500)]
    fit = fit_buying(*zip(*cells, strict=True))
    assert fit is not None
    assert (fit.a, fit.b) == (None, None)
    # The mean rate of the negative binomial is the mean number: r / alpha = 5 / 100.
    assert fit.r.value / fit.alpha.value == pytest.approx(0.05, rel=1e-3)
    assert expected_if_active(fit, [5], [100.0], 50.0) == pytest.approx([2.5], rel=1e-3)
