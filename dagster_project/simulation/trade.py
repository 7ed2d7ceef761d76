"""Deals, orders and refunds of one shard: what the comings lead to.

Holds their draws; gamma–Poisson re-orders with dropout become comings of their own. Writes nothing.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.comings import CAUSES, KINDS, Comings, join_comings
from dagster_project.simulation.effects import BuyingEffects
from dagster_project.simulation.market import NEVER, Flags, Market
from dagster_project.simulation.outflows import Touches

OPEN, WON, LOST = 0, 1, 2
CURRENCIES = ("EUR", "GBP", "CHF")
FORM, CALL, DEAL, ORDER = (KINDS.index(kind) for kind in ("form", "call", "deal", "order"))


@dataclass
class Deals:
    """One per element. `coming` is the return that it is or came from (−1: opened by a salesperson).

    `amount` and `revised_amount` (cents) hold before and from `revised_day`; `closed` is the day's moment on which an
    open deal is expected to close; `second_contact` −1 if none.
    """

    number: Integers
    contact: Integers
    second_contact: Integers
    created: Integers
    closed: Integers
    outcome: Integers
    amount: Integers
    revised_amount: Integers
    revised_day: Integers
    is_inbound: Flags
    coming: Integers


@dataclass
class Orders:
    """One per element; `coming` is the return that it is, −1 for a refund, whose `refunded` is the order's index.

    Lines are arrays of their own: `line_order` is the index of the order, `line_price` cents of `currency` per piece.
    """

    number: Integers
    contact: Integers
    moment: Integers
    coming: Integers
    refunded: Integers
    currency: Integers
    is_guest: Flags
    has_address: Flags
    line_order: Integers
    line_product: Integers
    line_quantity: Integers
    line_price: Integers


def add_reorders(rng: np.random.Generator, comings: Comings, clock: Clock, buying: BuyingEffects) -> Comings:
    """Every first order opens a life of Poisson re-orders at a Gamma rate, ended by an exponential dropout."""
    orders = np.flatnonzero(comings.kind == ORDER)
    _, first = np.unique(comings.contact[orders], return_index=True)
    first = orders[np.sort(first)]
    end = clock.days * DAY
    rate = rng.gamma(buying.rate_shape, buying.rate_per_year, len(first)) / (365 * DAY)
    life = np.minimum(rng.exponential(buying.life_days * DAY, len(first)), end - comings.moment[first])
    index = np.repeat(np.arange(len(first)), rng.poisson(rate * life))
    seconds = comings.moment[first][index] + rng.random(len(index)) * life[index]
    moment = (seconds // DAY).astype(np.int64) * DAY + rng.integers(7 * 3600, 22 * 3600, len(index))
    is_later = (moment > comings.moment[first][index]) & (moment < end)
    again = comings.take(first[index[is_later]])
    again.moment = moment[is_later]
    again.cause = np.full(again.size, CAUSES.index("reorder"), dtype=np.int64)
    again.referrer = np.full(again.size, -1, dtype=np.int64)
    everything = join_comings([comings, again])
    return everything.take(np.argsort(everything.moment, kind="stable"))


def draw_deals(
    rng: np.random.Generator,
    market: Market,
    comings: Comings,
    calls: Touches | None,
    clock: Clock,
    *,
    first_number: int,
) -> Deals:
    """A deal per coming that is one, for a seventh of the forms, and for 4 % of the calls that reached somebody."""
    is_form_deal = (
        (comings.kind == FORM) & (rng.random(comings.size) < 0.14) & ~market.is_shared_mailbox[comings.contact]
    )
    from_coming = np.flatnonzero((comings.kind == DEAL) | is_form_deal)
    contact, created = comings.contact[from_coming], comings.moment[from_coming]
    called = np.zeros(0, dtype=np.int64)
    if calls is not None:
        called = np.flatnonzero(~calls.has_failed & (rng.random(calls.size) < 0.04))
        contact = np.concatenate([contact, calls.contact[called]])
        created = np.concatenate([created, calls.moment[called] + 1800])
    size = len(contact)
    created = created // 60 * 60
    lag = rng.gamma(2.0, 35.0, size).astype(np.int64) + 3
    closed = (created // DAY + lag) * DAY + rng.integers(9 * 60, 18 * 60, size) * 60
    outcome = np.where(rng.random(size) < 0.35, WON, LOST)
    outcome[closed >= clock.days * DAY] = OPEN
    amount = np.round(rng.lognormal(8.6, 0.8, size)).astype(np.int64) * 100
    is_revised = rng.random(size) < 0.3
    second = np.array([_second_contact(rng, market, int(person)) for person in contact.tolist()], dtype=np.int64)
    is_inbound = np.concatenate([comings.kind[from_coming] == DEAL, np.zeros(len(called), dtype=bool)])
    second[is_inbound] = -1
    # Whoever has a deal has a record in the CRM from that day on.
    np.minimum.at(market.recorded_day, contact, created // DAY)
    np.minimum.at(market.recorded_day, second[second >= 0], created[second >= 0] // DAY)
    return Deals(
        number=7_000_001 + first_number + np.arange(size),
        contact=contact,
        second_contact=second,
        created=created,
        closed=np.minimum(closed, (clock.days + 360) * DAY),
        outcome=outcome,
        amount=amount,
        revised_amount=np.where(is_revised, np.round(amount * rng.uniform(0.7, 1.2, size)).astype(np.int64), amount),
        revised_day=np.where(is_revised, created // DAY + rng.integers(10, 120, size), NEVER),
        is_inbound=is_inbound,
        coming=np.concatenate([from_coming, np.full(len(called), -1)]).astype(np.int64),
    )


def _second_contact(rng: np.random.Generator, market: Market, person: int) -> int:
    account = int(market.account[person])
    others = [member for member in market.account_members[account] if member != person] if account >= 0 else []
    return others[int(rng.integers(0, len(others)))] if others and rng.random() < 0.3 else -1


def draw_orders(rng: np.random.Generator, market: Market, comings: Comings, clock: Clock, first_number: int) -> Orders:
    """The orders among the comings with their lines, and a refund of one line for one order in twenty-five."""
    coming = np.flatnonzero(comings.kind == ORDER)
    size = len(coming)
    currency = np.where(rng.random(size) < 0.02, rng.integers(1, len(CURRENCIES), size), 0)
    # Orders in another currency have one line: its amount is converted and rounded once, however a mart does it.
    lines = np.where(currency > 0, 1, 1 + rng.poisson(0.9, size))
    line_order = np.repeat(np.arange(size), lines)
    line_product = rng.integers(0, len(names.PRODUCTS), len(line_order))
    line_quantity = 1 + rng.poisson(rng.gamma(1.0, 1.5, len(line_order)))
    refunded = np.flatnonzero((rng.random(size) < 0.04) & (comings.moment[coming] < (clock.days - 40) * DAY))
    first_line = np.searchsorted(line_order, refunded)
    days = comings.moment[coming][refunded] // DAY + rng.integers(2, 30, len(refunded))
    refund_moment = days * DAY + rng.integers(9 * 3600, 18 * 3600, len(refunded))
    none = np.full(len(refunded), -1)
    line_product = np.concatenate([line_product, line_product[first_line]])
    has_customer = rng.random(size) < 0.85
    has_address = (rng.random(size) < 0.98) | ~has_customer
    return Orders(
        number=300_001 + first_number * 4 + np.arange(size + len(refunded)),
        contact=np.concatenate([comings.contact[coming], comings.contact[coming][refunded]]),
        moment=np.concatenate([comings.moment[coming], refund_moment]),
        coming=np.concatenate([coming, none]),
        refunded=np.concatenate([np.full(size, -1), refunded]),
        currency=np.concatenate([currency, currency[refunded]]),
        is_guest=np.concatenate([~has_customer, ~has_customer[refunded]]),
        has_address=np.concatenate([has_address, has_address[refunded]]),
        line_order=np.concatenate([line_order, size + np.arange(len(refunded))]),
        line_product=line_product,
        line_quantity=np.concatenate([line_quantity, line_quantity[first_line]]),
        line_price=np.array([price for _, _, price in names.PRODUCTS])[line_product],
    )
