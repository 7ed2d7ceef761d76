"""The customers of one shard: sign-ups, tickets, the ways of deals, and the companies beyond marketing's reach.

Holds what was drawn, and the draws that nothing else of the world depends on. Writes nothing.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.clock import Clock
from dagster_project.simulation.customers import coverage, signups
from dagster_project.simulation.customers.coverage import Beyond
from dagster_project.simulation.customers.dealing import Progress
from dagster_project.simulation.customers.effects import CustomerEffects
from dagster_project.simulation.customers.service import Tickets
from dagster_project.simulation.customers.signups import Offers, SignUps
from dagster_project.simulation.market import Market


@dataclass
class Customers:
    """What became of those who came: `progress` has one element per deal of the world."""

    offers: Offers
    sign_ups: SignUps
    tickets: Tickets
    progress: Progress
    beyond: Beyond


def draw_customers(
    rngs: tuple[np.random.Generator, np.random.Generator, np.random.Generator],
    market: Market,
    effects: CustomerEffects,
    clock: Clock,
    *,
    first_number: int,
    tickets: Tickets,
    progress: Progress,
) -> Customers:
    """Draw what stands on its own, and hold it together with the tickets and deals drawn on the way.

    Args:
        rngs: the streams of the offers (the same for every shard), of the sign-ups, and of the further companies.
    """
    offers = signups.draw_offers(rngs[0], effects.onboarding, clock)
    sign_ups = signups.draw_sign_ups(rngs[1], market, offers, (effects.trough, effects.onboarding), clock)
    beyond = coverage.draw_beyond(rngs[2], market, effects, clock, first_number)
    return Customers(offers, sign_ups, tickets, progress, beyond)
