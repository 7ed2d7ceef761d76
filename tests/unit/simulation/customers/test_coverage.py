from dataclasses import replace

import numpy as np
import pytest

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.comings import KINDS
from dagster_project.simulation.customers.coverage import (
    NOT_REACHED,
    draw_beyond,
    leave_out_the_small,
    let_buyers_buy,
)
from dagster_project.simulation.customers.dealing import Progress
from dagster_project.simulation.customers.effects import CoverageEffects, CustomerEffects
from dagster_project.simulation.customers.service import are_large
from dagster_project.simulation.customers.truth_coverage import PARTS, History, parts_on
from dagster_project.simulation.market import NEVER
from dagster_project.simulation.trade import LOST, OPEN, WON, Deals

TODAY, A_YEAR_AGO, TWO_YEARS_AGO = 800, 435, 70
ORDER, FORM = KINDS.index("order"), KINDS.index("form")


def _part(*, orders=(), outflows=(), deals=(), crm_day=NEVER, supplied_day=NEVER, edition=700):
    """The part of one company; deals are (created day, closed day, outcome, names a competitor)."""
    days = np.array([(created, closed) for created, closed, _, _ in deals], dtype=np.int64).reshape(-1, 2)
    none = np.zeros(len(deals), dtype=np.int64)
    outcome = np.array([row[2] for row in deals], dtype=np.int64)
    lost_to = np.array([0 if row[3] else -1 for row in deals], dtype=np.int64)
    history = History(
        1,
        (np.zeros(len(orders), dtype=np.int64), np.array(orders, dtype=np.int64) * DAY),
        (np.zeros(len(outflows), dtype=np.int64), np.array(outflows, dtype=np.int64) * DAY),
        Deals(none, none, none, days[:, 0] * DAY, days[:, 1] * DAY, outcome, none, none, none, none > 0, none),
        Progress(none.reshape(-1, 1), none, none, none > 0, lost_to),
        none,
        np.array([crm_day]),
        np.array([supplied_day]),
    )
    return PARTS[int(parts_on(history, TODAY, (TWO_YEARS_AGO, A_YEAR_AGO), edition)[0])]


@pytest.mark.parametrize(
    ("known", "part"),
    [
        ({}, "not_reached"),
        ({"crm_day": 799}, "known_not_approached"),
        ({"crm_day": 800}, "not_reached"),
        ({"orders": [70]}, "buyer"),
        ({"orders": [69]}, "no_longer_covered"),
        ({"orders": [800]}, "not_reached"),
        ({"outflows": [435]}, "in_progress"),
        ({"outflows": [434], "crm_day": 0}, "no_longer_covered"),
        ({"deals": [(100, 900, OPEN, False)]}, "in_progress"),
        ({"deals": [(100, 900, LOST, True)]}, "in_progress"),
        ({"deals": [(100, 200, WON, False)]}, "no_longer_covered"),
        ({"deals": [(100, 200, LOST, False)]}, "no_longer_covered"),
        ({"deals": [(100, 200, LOST, True)]}, "lost_to_competitor"),
        ({"deals": [(100, 200, LOST, True)], "outflows": [799]}, "lost_to_competitor"),
        ({"deals": [(100, 200, LOST, True), (201, 900, OPEN, False)]}, "in_progress"),
        ({"deals": [(100, 200, LOST, True), (150, 900, OPEN, False)]}, "lost_to_competitor"),
        ({"deals": [(10, 20, LOST, True)], "orders": [60]}, "no_longer_covered"),
        ({"deals": [(10, 65, LOST, True)], "orders": [60]}, "lost_to_competitor"),
        ({"deals": [(10, 80, LOST, True)], "orders": [75]}, "buyer"),
        ({"supplied_day": 700, "crm_day": 0}, "lost_to_competitor"),
        ({"supplied_day": 701, "crm_day": 0}, "known_not_approached"),
    ],
)
def test_the_first_part_that_holds_on_the_day_is_the_part(known, part):
    assert _part(**known) == part


@pytest.fixture
def orders(market, orders_by):
    """One order of every contact."""
    return orders_by(np.arange(market.size), np.zeros(market.size, dtype=np.int64))


def test_neutral_switches_leave_nobody_out_and_let_everybody_buy(market, clock, orders):
    listed = market.listed_day.copy()
    leave_out_the_small(market, CoverageEffects())
    let_buyers_buy(np.random.default_rng(1), market, orders, CoverageEffects())
    assert (market.listed_day == listed).all()
    assert (orders.kind == ORDER).all()
    assert draw_beyond(np.random.default_rng(1), market, CustomerEffects(), clock, 0).size == 0


def test_where_size_decides_only_large_companies_and_private_persons_are_listed(market):
    leave_out_the_small(market, CoverageEffects(approached_by_size=True))
    is_small = ~are_large(market)[market.account] & (market.account >= 0)
    assert (market.listed_day[is_small] == NEVER).all()
    assert (market.listed_day[~is_small] < NEVER).any()
    assert (market.recorded_day[is_small] < NEVER).any()  # the CRM knows them all the same


def test_companies_that_do_not_buy_ask_instead(market, orders):
    effects = CoverageEffects(favoured_industry="Health", favoured_buys=1.0, others_buy=0.0)
    let_buyers_buy(np.random.default_rng(1), market, orders, effects)
    buys = (market.account < 0) | (market.industry[market.account] == 2)  # Health is the third industry
    assert (orders.kind == np.where(buys, ORDER, FORM)).all()


def test_companies_beyond_reach_come_in_their_shares_and_share_no_name_with_the_market(market, clock):
    effects = CustomerEffects(coverage=CoverageEffects(not_reached=0.5, not_approached=0.2, lapsed=0.1, supplied=1.0))
    beyond = draw_beyond(np.random.default_rng(1), market, effects, clock, 0)
    companies = len(market.domain)
    assert np.bincount(beyond.kind).tolist() == [round(companies * share) for share in (0.5, 0.2, 0.1)]
    assert not set(beyond.domain) & set(market.domain)
    assert (beyond.crm_day[beyond.kind == NOT_REACHED] == NEVER).all()
    assert (beyond.supplier >= 0).sum() == (beyond.kind < 2).sum()
    assert len(beyond.deals.contact) == (beyond.kind == 2).sum()
    again = draw_beyond(np.random.default_rng(1), market, replace(effects), clock, 0)
    assert again.domain == beyond.domain
