"""The truth about service: who left because of it, and how many stay by the speed of the answers in a quarter.

Bands: `slow` if a ticket opened in the quarter was answered late, else `fast`, `none` without a ticket. Outcome: an
order in one of the next four quarters, among customers who ordered in the four quarters up to it. Sums over shards.
"""

from typing import Any

import numpy as np

from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.comings import KINDS, Comings
from dagster_project.simulation.customers.effects import ServiceEffects
from dagster_project.simulation.customers.service import Tickets, are_large, customers_of
from dagster_project.simulation.market import Flags, Market

BANDS = ("none", "fast", "slow")
SIZES = ("small", "large")
_YEAR = 4


def quarters_of(clock: Clock) -> Integers:
    """The number of the quarter of each day, 0 for the first of the market."""
    dates = (clock.date_of(day) for day in range(clock.days + 60))
    return np.array([4 * (day.year - clock.start.year) + (day.month - 1) // 3 for day in dates], dtype=np.int64)


class ServiceTruth:
    """Customers active at the end of a quarter by size and band, and how many of them stayed."""

    def __init__(self, effects: ServiceEffects) -> None:
        self._effects = effects
        self._active = np.zeros((len(SIZES), len(BANDS)), dtype=np.int64)
        self._stayed = np.zeros_like(self._active)
        self._tickets = np.zeros((len(SIZES), 2), dtype=np.int64)
        self._driven_away = 0

    def add(self, market: Market, comings: Comings, tickets: Tickets, clock: Clock) -> None:
        """Add a shard."""
        quarter_of_day = quarters_of(clock)
        quarters = int(quarter_of_day[clock.days - 1]) + 1
        customers = len(market.domain) + market.size
        ordered = np.zeros((customers, quarters), dtype=bool)
        orders = np.flatnonzero(comings.kind == KINDS.index("order"))
        customer = customers_of(market, comings.contact[orders])
        ordered[customer, quarter_of_day[comings.moment[orders] // DAY]] = True
        band = np.zeros((customers, quarters), dtype=np.int64)
        is_inside = tickets.opened < clock.days * DAY
        speed = np.where(tickets.is_fast, BANDS.index("fast"), BANDS.index("slow"))
        quarter = quarter_of_day[tickets.opened // DAY]
        np.maximum.at(band, (tickets.customer[is_inside], quarter[is_inside]), speed[is_inside])
        is_large: Flags = np.zeros(customers, dtype=bool)
        is_large[: len(market.domain)] = are_large(market)[:-1]
        for number in range(_YEAR - 1, quarters - _YEAR):
            is_active = np.asarray(ordered[:, number - _YEAR + 1 : number + 1].any(axis=1))
            stays = np.asarray(ordered[:, number + 1 : number + 1 + _YEAR].any(axis=1))
            place = (is_large[is_active].astype(np.int64), band[is_active, number])
            np.add.at(self._active, place, 1)
            np.add.at(self._stayed, place, stays[is_active].astype(np.int64))
        np.add.at(self._tickets, (is_large[tickets.customer].astype(np.int64), tickets.is_fast.astype(np.int64)), 1)
        self._driven_away += int(tickets.has_driven_away.sum())

    def content(self) -> dict[str, Any]:
        """The section of the truth; the own effect is what one late answer adds to the probability of leaving."""
        return {
            "own_effect_of_a_late_answer": self._effects.slow_leave,
            "customers_driven_away": self._driven_away,
            "tickets": {
                size: {"fast": int(self._tickets[number, 1]), "slow": int(self._tickets[number, 0])}
                for number, size in enumerate(SIZES)
            },
            "quarters": {
                size: {
                    band: {"active": int(self._active[row, column]), "stayed": int(self._stayed[row, column])}
                    for column, band in enumerate(BANDS)
                }
                for row, size in enumerate(SIZES)
            },
        }
