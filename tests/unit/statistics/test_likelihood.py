"""The search for the likeliest parameters, on misfits whose peak and curvature are known."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from dagster_project.statistics.likelihood import Z_90, likeliest


def bowl(logarithm: float, error: float) -> list[tuple[float, float, float]] | None:
    """What is found of one parameter whose logarithm is told with a standard error."""

    def misfit(at: NDArray[np.float64]) -> float:
        return float((at[0] - logarithm) ** 2 / (2 * error**2))

    found = likeliest(misfit, np.zeros(1))
    return None if found is None else [(each.value, each.low, each.high) for each in found]


def test_limits_are_as_many_errors_away_as_the_curvature_says() -> None:
    factor = math.exp(Z_90 * 0.5)
    assert bowl(math.log(3), 0.5) == [pytest.approx((3, 3 / factor, 3 * factor), rel=1e-4)]


def test_an_upper_limit_at_infinity_is_infinite_and_the_others_are_told() -> None:
    assert bowl(math.log(100), 6) == [pytest.approx((100, 100 * math.exp(-Z_90 * 6), math.inf), rel=1e-3)]


def test_a_parameter_at_infinity_is_not_found() -> None:
    assert bowl(13, 0.5) is None
