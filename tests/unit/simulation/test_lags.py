"""Lags of returns against SciPy's Gamma distribution and against kernels worked out by hand."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from dagster_project.simulation.climate import easter
from dagster_project.simulation.effects import CHANNELS
from dagster_project.simulation.lags import (
    by_weeks,
    channel_lags,
    five_lags,
    gamma_share,
    lags_by_day,
    with_referrals,
)
from dagster_project.simulation.scenarios import EVERYDAY

MONDAYS = np.array([1.0, 0, 0, 0, 0, 0, 0])


@pytest.mark.parametrize("shape", [0.5, 1.0, 1.5, 2.0, 9.0])
@pytest.mark.parametrize("x", [0.01, 0.5, 1.0, 3.0, 12.0, 60.0, 500.0])
def test_the_gamma_distribution_is_scipy_s(shape, x):
    assert gamma_share(shape, x) == pytest.approx(stats.gamma.cdf(x, shape), abs=1e-12)


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_s_lags_are_its_dead_time_and_a_gamma_rounded_up_to_days(name):
    channel = EVERYDAY.channel(name)
    lags = channel_lags(channel, 280)
    law = stats.gamma(channel.shape, loc=channel.dead_days, scale=channel.scale_days)
    days = np.arange(280)
    np.testing.assert_allclose(lags, law.cdf(days) - law.cdf(days - 1), atol=1e-12)
    assert not lags[: int(channel.dead_days) + 1].any()
    # Rounding up adds about half a day.
    assert (days * lags).sum() == pytest.approx(channel.mean_lag_days + 0.5, abs=0.1)


def test_a_weekly_kernel_counts_calendar_weeks():
    # Sent on a Monday, 6 days stay within the week and 7 do not; sent on a Sunday, one day is the next week.
    lags = lags_by_day(6.0, 1.0, 0.0, 30)
    assert by_weeks(lags, MONDAYS, 5).tolist() == [1, 0, 0, 0, 0]
    sundays = MONDAYS[::-1]
    assert by_weeks(lags, sundays, 5).tolist() == [0, 1, 0, 0, 0]
    halves = (MONDAYS + sundays) / 2
    assert by_weeks(lags, halves, 5).tolist() == [0.5, 0.5, 0, 0, 0]


def test_the_kernel_of_letters_sent_on_mondays_is_scipy_s_by_week():
    letter = EVERYDAY.channel("letter")
    kernel = by_weeks(channel_lags(letter, 280), MONDAYS, 27)
    law = stats.gamma(letter.shape, loc=letter.dead_days, scale=letter.scale_days)
    # Rounded up to whole days, week l holds the lags in (7 l − 1, 7 l + 6].
    weeks = np.arange(27)
    np.testing.assert_allclose(kernel, law.cdf(7 * weeks + 6) - law.cdf(7 * weeks - 1), atol=1e-12)


def test_the_five_lags_interpolate_between_whole_weeks():
    # K = 0, 0.2, 0.6, 1: onset half way from 0 to 0.2, half three quarters of the way from 0.2 to 0.6.
    lags = five_lags(np.array([0.0, 0.2, 0.4, 0.4]))
    assert lags["onset_weeks"] == pytest.approx(0.5)
    assert lags["half_weeks"] == pytest.approx(1.75)
    assert lags["steady_weeks"] == pytest.approx(2.875)
    assert lags["peak_weeks"] == 2.0
    assert lags["mean_lag_weeks"] == pytest.approx(0.2 + 0.8 + 1.2)


def test_an_effect_in_the_week_of_sending_has_its_onset_at_zero():
    lags = five_lags(np.array([1.0, 0.0, 0.0]))
    assert set(lags.values()) == {0.0}


def test_referrals_of_referrals_multiply_returns_by_the_geometric_sum():
    first = np.zeros(2_000)
    first[0] = 100.0
    assert with_referrals(first, 0.2).sum() == pytest.approx(125.0)
    assert with_referrals(first, 0.0).tolist() == first.tolist()


def test_no_referral_comes_on_the_day_of_its_forebear():
    first = np.zeros(50)
    first[10] = 1.0
    assert with_referrals(first, 0.5)[:12].tolist() == [0] * 10 + [1.0, 0.0]


@pytest.mark.parametrize(
    "sunday", [date(2022, 4, 17), date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25)]
)
def test_easter_falls_where_the_calendar_has_it(sunday):
    assert easter(sunday.year) == sunday
