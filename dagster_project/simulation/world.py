"""One shard of the market from its people to what they bought: the order in which the parts are drawn.

Holds the sequence only. Writes nothing.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation import comings as coming
from dagster_project.simulation import correspondence, outflows, trade
from dagster_project.simulation.afterthoughts import add_calls_before_purchases, add_logged_only
from dagster_project.simulation.clock import DAY
from dagster_project.simulation.conditions import ARRIVALS, WHOLE_MARKET, Conditions, stream
from dagster_project.simulation.customers import coverage, dealing, pricing, service
from dagster_project.simulation.customers.world import Customers, draw_customers
from dagster_project.simulation.effects import Effects
from dagster_project.simulation.market import Market, draw_market
from dagster_project.simulation.scales import Scale
from dagster_project.simulation.strengths import strengths_of
from dagster_project.simulation.targeting import draw_levels, follow_returns


@dataclass
class World:
    """All that happened in one shard; `touches` by channel, marketing and correspondence together.

    `causes` holds the outflows that could cause returns, before any were added that follow them.
    """

    shard: int
    effects: Effects
    market: Market
    touches: dict[str, outflows.Touches]
    comings: coming.Comings
    deals: trade.Deals
    orders: trade.Orders
    customers: Customers
    causes: coming.Causes


def draw_world(conditions: Conditions, shard: int) -> World:
    """Draw shard number `shard` of a market."""
    scale, effects, seed, clock = conditions.scale, conditions.effects, conditions.seed, conditions.clock
    size = scale.contacts_per_shard
    market = draw_market(
        stream(seed, shard, 1), size, shard * size, clock.days, effects.recording, is_terse=scale.is_terse
    )
    ours = effects.customers
    coverage.leave_out_the_small(market, ours.coverage)
    touches = _draw_touches(conditions, shard, market)
    sent = list(touches.values())
    causes = coming.Causes(
        effects, conditions.daily_rates, sent, strengths_of(sent, market, conditions.schedule, clock, effects)
    )
    comings = coming.draw_comings(stream(seed, shard, ARRIVALS), market, causes, clock, frozenset(_kinds(scale)))
    # Nobody has an account of the shop under a mailbox that is not one's own.
    is_shared_order = (comings.kind == trade.ORDER) & market.is_shared_mailbox[comings.contact]
    comings.kind[is_shared_order] = trade.FORM
    coverage.let_buyers_buy(stream(seed, shard, 31), market, comings, ours.coverage)
    _record_callers(stream(seed, shard, 12), market, comings)
    comings = trade.add_reorders(stream(seed, shard, 7), comings, clock, effects.buying)
    comings, tickets = service.serve(stream(seed, shard, 32), market, comings, ours.service)
    _add_afterthoughts(conditions, shard, market, touches, comings)
    marketing_calls = touches.get("phone")
    deals = trade.draw_deals(
        stream(seed, shard, 8),
        market,
        comings if scale.exports("hubspot") else comings.take(np.zeros(0, dtype=np.int64)),
        marketing_calls,
        clock,
        first_number=shard * size * 2,
    )
    deals, progress = dealing.move(stream(seed, shard, 33), deals, ours.deals, clock)
    orders = trade.draw_orders(stream(seed, shard, 9), market, comings, clock, shard * size * 2)
    if effects.buying.is_free:
        deals.amount[:] = deals.revised_amount[:] = 0
        orders.line_price[:] = 0
    orders = pricing.price(stream(seed, shard, 34), market, orders, ours.prices, clock)
    touches["email"] = correspondence.add_mails(
        stream(seed, shard, 10), market, touches["email"], comings, clock, has_confirmations=scale.engagement_share > 0
    )
    if marketing_calls is not None:
        touches["phone"] = correspondence.add_call_backs(
            stream(seed, shard, 11), market, marketing_calls, comings, clock
        )
    customers = draw_customers(
        (stream(seed, WHOLE_MARKET, 35), stream(seed, shard, 36), stream(seed, shard, 37)),
        market,
        ours,
        clock,
        first_number=shard * size,
        tickets=tickets,
        progress=progress,
    )
    return World(shard, effects, market, touches, comings, deals, orders, customers, causes)


def _draw_touches(conditions: Conditions, shard: int, market: Market) -> dict[str, outflows.Touches]:
    scale, seed, clock, schedule = conditions.scale, conditions.seed, conditions.clock, conditions.schedule
    touches = {"email": outflows.draw_emails(stream(seed, shard, 2), market, schedule, clock, scale)}
    if not scale.is_terse:
        draw_levels(stream(seed, shard, 38), touches["email"], conditions.effects.targeting, clock)
    if scale.exports("mailchimp"):
        touches["newsletter"] = outflows.draw_newsletters(stream(seed, shard, 3), market, schedule)
    if scale.exports("phone"):
        touches["phone"] = outflows.draw_calls(stream(seed, shard, 4), market, schedule, clock)
    if scale.exports("letters"):
        touches["letter"] = outflows.draw_letters(stream(seed, shard, 5), market, schedule, clock, scale)
    return touches


def _add_afterthoughts(
    conditions: Conditions, shard: int, market: Market, touches: dict[str, outflows.Touches], comings: coming.Comings
) -> None:
    """What follows returns: outflows in the log of calls, and the levels of e-mails where they do."""
    seed, clock = conditions.seed, conditions.clock
    if conditions.effects.channel("phone").plan.kind == "before_returns":
        touches["phone"] = add_calls_before_purchases(stream(seed, shard, 21), market, touches["phone"], comings, clock)
    if conditions.effects.recording.logged_only:
        share = conditions.effects.recording.logged_only
        touches["phone"] = add_logged_only(stream(seed, shard, 22), market, touches["phone"], clock, share)
    if conditions.effects.targeting.after_returns:
        follow_returns(touches["email"], comings)


def _kinds(scale: Scale) -> list[str]:
    recorders = {"form": "forms", "call": "phone", "deal": "hubspot", "order": "shop"}
    return [kind for kind, system in recorders.items() if scale.exports(system)]


def _record_callers(rng: np.random.Generator, market: Market, comings: coming.Comings) -> None:
    """Of a hundred callers 97 get a record in the CRM the day after, if they had none."""
    called = np.flatnonzero((comings.kind == trade.CALL) & (rng.random(comings.size) < 0.97))
    np.minimum.at(market.recorded_day, comings.contact[called], comings.moment[called] // DAY + 1)
