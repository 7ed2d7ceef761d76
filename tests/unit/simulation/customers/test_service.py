import numpy as np
import pytest

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.comings import KINDS, Comings
from dagster_project.simulation.customers.effects import ServiceEffects
from dagster_project.simulation.customers.service import are_large, customers_of, serve


@pytest.fixture
def comings(market, orders_by) -> Comings:
    """Five orders of every contact, 100 days apart."""
    contact = np.tile(np.arange(market.size), 5)
    return orders_by(contact, np.repeat(np.arange(5) * 100 * DAY + 9 * 3600, market.size))


def _served(market, comings, effects):
    return serve(np.random.default_rng(5), market, comings, effects)


def test_with_nobody_leaving_the_returns_stay_the_same(market, comings):
    kept, tickets = _served(market, comings, ServiceEffects(tickets=0.3, fast=0.5, fast_by_size=0.4))
    assert kept is comings
    assert not tickets.has_driven_away.any()


def test_large_companies_are_answered_sooner_where_size_drives_it(market, comings):
    _, tickets = _served(market, comings, ServiceEffects(tickets=1.0, fast=0.5, fast_by_size=0.35))
    is_large = are_large(market)[market.account[tickets.contact]]
    # Thousands of tickets: a standard error below 0.01.
    assert tickets.is_fast[is_large].mean() == pytest.approx(0.85, abs=0.03)
    assert tickets.is_fast[~is_large].mean() == pytest.approx(0.15, abs=0.03)
    hours = (tickets.answered - tickets.opened) / 3600
    assert hours[tickets.is_fast].max() <= 8
    assert hours[~tickets.is_fast].min() >= 30


def test_who_leaves_after_a_late_answer_orders_no_more(market, comings):
    kept, tickets = _served(market, comings, ServiceEffects(tickets=1.0, fast=0.0, slow_leave=1.0))
    # Every order has a ticket answered late within 44 days: only orders before the first answer remain.
    first_answer = np.full(len(market.domain) + market.size, 2**62)
    np.minimum.at(first_answer, tickets.customer, tickets.answered)
    assert (kept.moment <= first_answer[customers_of(market, kept.contact)]).all()
    assert len(np.unique(tickets.customer[tickets.has_driven_away])) == tickets.has_driven_away.sum()
    assert kept.moment.max() < 100 * DAY


def test_the_small_leave_whatever_the_service(market, comings):
    kept, tickets = _served(market, comings, ServiceEffects(tickets=1.0, fast=0.5, small_leave=1.0))
    is_large = are_large(market)[market.account[kept.contact]]
    assert (kept.moment[~is_large] < DAY).all()
    assert is_large.sum() == are_large(market)[market.account[comings.contact]].sum()
    assert not tickets.has_driven_away.any()


def test_what_is_no_order_is_left_alone(market, comings):
    comings.kind[:] = KINDS.index("form")
    kept, tickets = _served(market, comings, ServiceEffects(tickets=1.0, small_leave=1.0, slow_leave=1.0))
    assert kept is comings
    assert len(tickets.opened) == 0
