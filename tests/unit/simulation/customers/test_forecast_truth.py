"""The truth about forecasts, of deals whose fate is certain."""

import numpy as np
import pytest

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.dealing import move
from dagster_project.simulation.customers.effects import DealEffects
from dagster_project.simulation.customers.truth_forecasts import ForecastTruth
from dagster_project.simulation.trade import Deals

SIZE = 2_000


def _content(clock, effects):
    zeros = np.zeros(SIZE, dtype=np.int64)
    created = np.arange(SIZE) % clock.days * DAY + 9 * 3600
    amount = zeros + 10_000
    deals = Deals(zeros, zeros, zeros, created, zeros, zeros, amount, amount, zeros, zeros > 0, zeros)
    moved, progress = move(np.random.default_rng(4), deals, effects, clock)
    truth = ForecastTruth(effects)
    truth.add(moved, progress, clock)
    return truth.content()


def _sum(content, outcome, kind="without_event"):
    return sum(kinds.get(kind, {}).get(outcome, 0) for kinds in content["forecasts"].values())


def test_deals_that_close_on_the_day_first_expected_are_won_in_their_month(clock):
    content = _content(clock, DealEffects(passed_on=(1.0, 1.0, 1.0, 1.0)))
    assert _sum(content, "won") > SIZE / 2
    assert (_sum(content, "lost"), _sum(content, "slipped")) == (0, 0)
    assert content["pipeline"]["expected_won"] == content["pipeline"]["amount"] == 100 * content["pipeline"]["deals"]


def test_deals_that_close_years_late_are_never_won_in_their_month(clock):
    content = _content(clock, DealEffects(passed_on=(1.0, 1.0, 1.0, 1.0), slipped=1.0, slip_days=10_000.0))
    assert _sum(content, "slipped") > 10 * _sum(content, "won")


def test_an_event_that_is_noted_after_winning_is_noted_of_no_forecast(clock):
    effects = DealEffects(with_event=1.0, event_noted="after_winning")
    assert _sum(_content(clock, effects), "won", "with_event") == 0
    assert _sum(_content(clock, DealEffects(with_event=1.0)), "won", "with_event") > 0


def test_an_open_deal_is_worth_the_chance_of_the_stages_ahead(clock):
    # All but the last stage are passed for certain, so every open deal is won with 0.3.
    pipeline = _content(clock, DealEffects(passed_on=(1.0, 1.0, 1.0, 0.3)))["pipeline"]
    assert pipeline["expected_won"] == pytest.approx(0.3 * pipeline["amount"])
