"""Tickets after orders, how soon they are answered, and who leaves because of it or because they are small.

Holds the draws of one shard. With nobody leaving, the comings stay as they were drawn.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.clock import DAY, Integers
from dagster_project.simulation.comings import KINDS, Comings
from dagster_project.simulation.customers.effects import ServiceEffects
from dagster_project.simulation.market import Flags, Market

_ORDER = KINDS.index("order")
_NOT_YET = 2**62
LARGE_FROM = 50


@dataclass
class Tickets:
    """One per element; moments in local seconds. `customer` is the company's number, or beyond these the person's."""

    contact: Integers
    customer: Integers
    opened: Integers
    answered: Integers
    closed: Integers
    is_fast: Flags
    has_driven_away: Flags


def customers_of(market: Market, contact: Integers) -> Integers:
    """The company of each contact, or a number of its own for a private person."""
    account = market.account[contact]
    return np.where(account >= 0, account, len(market.domain) + contact)


def are_large(market: Market) -> Flags:
    """By company: whether it has 50 people or more; a last element, false, for private persons."""
    return np.append(market.employees >= LARGE_FROM, False)


def serve(
    rng: np.random.Generator, market: Market, comings: Comings, effects: ServiceEffects
) -> tuple[Comings, Tickets]:
    """The comings without the orders of those who have left, and the tickets of the orders that remain."""
    orders = np.flatnonzero(comings.kind == _ORDER)
    contact, moment = comings.contact[orders], comings.moment[orders]
    size = len(orders)
    is_large = are_large(market)[market.account[contact]]  # −1, a private person, is the last element
    chance = rng.random((size, 4))
    has_ticket = chance[:, 0] < effects.tickets
    is_fast = chance[:, 1] < effects.fast + effects.fast_by_size * np.where(is_large, 1, -1)
    opened = (moment // DAY + rng.integers(3, 40, size)) * DAY + rng.integers(480, 1080, size) * 60
    answered = opened + np.where(is_fast, rng.integers(10, 8 * 60, size), rng.integers(30 * 60, 96 * 60, size)) * 60
    closed = answered + rng.integers(10, 6 * 1440, size) * 60
    is_driven_away = has_ticket & ~is_fast & (chance[:, 2] < effects.slow_leave)
    leaves = chance[:, 3] < effects.small_leave * ~is_large
    # Whoever has left orders no more, so that what follows a later order cannot come before the first leaving.
    leaving = np.where(is_driven_away, answered, np.where(leaves, moment, _NOT_YET))
    leaving = np.where(leaves, moment, leaving)
    customer = customers_of(market, contact)
    gone = np.full(len(market.domain) + market.size, _NOT_YET, dtype=np.int64)
    np.minimum.at(gone, customer, leaving)
    stays = moment <= gone[customer]
    keep = np.ones(comings.size, dtype=bool)
    keep[orders[~stays]] = False
    chosen = np.flatnonzero(has_ticket & stays)
    tickets = Tickets(
        contact[chosen],
        customer[chosen],
        opened[chosen],
        answered[chosen],
        closed[chosen],
        is_fast[chosen],
        (is_driven_away & (leaving == gone[customer]))[chosen],
    )
    return (comings if keep.all() else comings.take(keep)), tickets
