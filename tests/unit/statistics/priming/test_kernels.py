"""The five lags of kernels whose lags are plain, and the family."""

import numpy as np
import pytest

from dagster_project.statistics.priming.kernels import (
    Lags,
    delayed_gammas,
    geometric_kernel,
    lags_of,
    lags_of_family,
    spread,
)


def test_lags_interpolate_the_running_sum_between_whole_weeks() -> None:
    # K = 0, 0.2, 0.6, 1: 0.1 lies halfway to week 1; 0.5 three quarters from week 1 to 2; 0.95 at 2 + 0.35 / 0.4.
    lags = lags_of(np.array([0.0, 0.2, 0.4, 0.4]))

    assert lags == Lags(
        pytest.approx(0.5), pytest.approx(1.75), pytest.approx(2.875), 2.0, pytest.approx(0.2 + 0.8 + 1.2)
    )


def test_what_is_reached_in_week_0_is_reached_at_once() -> None:
    assert lags_of(np.array([1.0, 0.0])) == Lags(0.0, 0.0, 0.0, 0.0, 0.0)


def test_the_family_holds_dead_times_of_0_to_14_weeks_and_sums_to_one() -> None:
    peaks = set(lags_of_family()[:, 3])

    assert np.allclose(delayed_gammas().sum(axis=1), 1.0)
    assert delayed_gammas().min() >= 0
    assert {0.0, 7.0, 14.0} <= peaks


def test_spreading_keeps_the_length_and_sends_nothing_before_the_first_week() -> None:
    assert spread(np.array([7.0, 0.0, 0.0]), geometric_kernel(0.5, 3)) == pytest.approx([4.0, 2.0, 1.0])
