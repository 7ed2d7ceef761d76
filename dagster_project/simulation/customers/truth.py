"""The section `customers` of the truth: the areas side by side, summed shard by shard.

Derived from the world, never from files or the pipeline. Each area stands in a module of its own.
"""

from typing import Any

from dagster_project.simulation.clock import Clock
from dagster_project.simulation.customers.effects import CustomerEffects
from dagster_project.simulation.customers.truth_coverage import CoverageTruth
from dagster_project.simulation.customers.truth_deals import DealTruth
from dagster_project.simulation.customers.truth_forecasts import ForecastTruth
from dagster_project.simulation.customers.truth_prices import PriceTruth
from dagster_project.simulation.customers.truth_service import ServiceTruth
from dagster_project.simulation.customers.truth_trough import TroughTruth
from dagster_project.simulation.world import World


class CustomerTruth:
    """The sums over the shards so far."""

    def __init__(self, effects: CustomerEffects, clock: Clock) -> None:
        self._clock = clock
        self._trough = TroughTruth(effects)
        self._service = ServiceTruth(effects.service)
        self._deals = DealTruth(effects.deals)
        self._forecasts = ForecastTruth(effects.deals)
        self._coverage = CoverageTruth(effects.coverage, clock)
        self._prices = PriceTruth(effects.prices, clock)

    def add(self, world: World) -> None:
        """Add a shard."""
        customers = world.customers
        self._trough.add(customers.sign_ups, self._clock)
        self._service.add(world.market, world.comings, customers.tickets, self._clock)
        for deals in (self._deals, self._forecasts):
            deals.add(world.deals, customers.progress, self._clock)
            deals.add(customers.beyond.deals, customers.beyond.progress, self._clock)
        self._coverage.add(world)
        self._prices.add(world.market, world.orders)

    def content(self) -> dict[str, Any]:
        """What `truth.json` says of customers."""
        return {
            "trough": self._trough.content(),
            "service": self._service.content(),
            "deals": {**self._deals.content(), **self._forecasts.content()},
            "coverage": self._coverage.content(),
            **self._prices.content(),
        }
