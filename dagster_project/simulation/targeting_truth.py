"""The truth about targeting: which levels reached how many by month, and what an e-mail of each causes.

Sums over the shards, from the world and its parameters; no file is read.
"""

from typing import Any

import numpy as np

from dagster_project.simulation.clock import Integers
from dagster_project.simulation.conditions import Conditions
from dagster_project.simulation.effects import LEVELS
from dagster_project.simulation.market import Market
from dagster_project.simulation.outflows import MARKETING, Touches
from dagster_project.simulation.periods import months
from dagster_project.simulation.tallies import OWN_CAUSES, PerTouch
from dagster_project.simulation.world import World

_REACHED_SHARE = 0.2


class TargetingTruth:
    """Counts of one market. Contacts are people, not addresses; `listed` are those whom marketing may address."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._months = months(conditions.clock)
        self._listed = np.zeros(len(self._months), dtype=np.int64)
        self._contacts = np.zeros((len(self._months), len(LEVELS)), dtype=np.int64)
        self._sends = np.zeros_like(self._contacts)
        self._expected = np.zeros(len(LEVELS))

    def add(self, world: World) -> None:
        """Add a shard."""
        emails = world.touches["email"]
        received = emails.take(np.flatnonzero(~emails.has_failed & (emails.purpose == MARKETING)))
        for number, period in enumerate(self._months):
            self._listed[number] += int((world.market.listed_day <= period.last).sum())
            self._add_month(number, received.take(period.holds(received.moment)))
        self._add_expected(world.market, world)

    def _add_month(self, number: int, received: Touches) -> None:
        for level in range(len(LEVELS)):
            contacts: Integers = received.contact[received.targeting == level]
            self._sends[number, level] += len(contacts)
            self._contacts[number, level] += len(np.unique(contacts))

    def _add_expected(self, market: Market, world: World) -> None:
        per_touch = PerTouch(market, self._conditions)
        for block, strength in zip(world.causes.touches, world.causes.strengths, strict=True):
            if block.channel == "email":
                expected = per_touch.expected(block, *OWN_CAUSES) * strength
                has_level = block.targeting >= 0
                self._expected += np.bincount(block.targeting[has_level], expected[has_level], len(LEVELS))

    def content(self) -> dict[str, Any]:
        """The section `targeting` of the truth; lists are in the order of the levels."""
        sends = self._sends.sum(axis=0)
        per_1000 = 1000 * self._expected / np.maximum(sends, 1)
        starts = [f"{self._conditions.clock.date_of(period.last):%Y-%m}" for period in self._months]
        return {
            "levels": {
                level: {
                    "times": self._conditions.effects.targeting.times[number],
                    "received": int(sends[number]),
                    "returns_per_1000_received": round(float(per_1000[number]), 3),
                }
                for number, level in enumerate(LEVELS)
                if sends[number]
            },
            "months": {
                month: {
                    "listed": int(self._listed[number]),
                    "contacts": self._contacts[number].tolist(),
                    "sends": self._sends[number].tolist(),
                    "maturity_level": self._maturity(number),
                }
                for number, month in enumerate(starts)
            },
        }

    def _maturity(self, month: int) -> str | None:
        """The highest level that reached a fifth of the listed in this month and the two before it; else none."""
        if month < 2:
            return None
        shares = self._contacts[month - 2 : month + 1] / np.maximum(self._listed[month - 2 : month + 1, None], 1)
        reached = np.flatnonzero(shares.min(axis=0) >= _REACHED_SHARE)
        return LEVELS[reached[-1]] if len(reached) else None
