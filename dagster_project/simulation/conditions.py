"""What holds for the whole market, whatever the shard: its calendar, effects, baseline rates and schedule.

Holds the random streams by place, and what has to be known of all shards before the first is drawn.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.climate import Doubles, by_week, draw_arrivals, draw_daily_rates
from dagster_project.simulation.clock import Clock, Integers
from dagster_project.simulation.effects import CHANNELS, Effects
from dagster_project.simulation.scales import MARKET_END, Scale
from dagster_project.simulation.schedules import Schedule, draw_schedule

WHOLE_MARKET = 1_000_000  # a place that no shard has
ARRIVALS = 6  # the stream of a shard's returns, whose first numbers are the baseline's


@dataclass(frozen=True)
class Conditions:
    """`daily_rates` are expected baseline returns of one person on each day."""

    scale: Scale
    effects: Effects
    seed: int
    clock: Clock
    daily_rates: Doubles
    schedule: Schedule


def stream(seed: int, *place: int) -> np.random.Generator:
    """The random stream of one place (shard, part): independent of every other and of what was drawn before."""
    return np.random.default_rng([seed, *place])


def draw_conditions(scale: Scale, effects: Effects, seed: int) -> Conditions:
    """Draw what all shards share."""
    clock = Clock(scale.start, MARKET_END)
    rates = draw_daily_rates(stream(seed, WHOLE_MARKET, 3), effects.baseline, clock)
    rngs = {name: stream(seed, WHOLE_MARKET, 10 + number) for number, name in enumerate(CHANNELS)}
    rngs["email"] = stream(seed, WHOLE_MARKET)
    schedule = draw_schedule(rngs, effects, clock, by_week(_arrivals(scale, seed, rates), clock))
    return Conditions(scale, effects, seed, clock, rates, schedule)


def _arrivals(scale: Scale, seed: int, rates: Doubles) -> Integers:
    """The baseline returns of each day over all shards, as each shard will draw them once more."""
    daily = np.zeros(len(rates), dtype=np.int64)
    for shard in range(scale.shards):
        daily += draw_arrivals(stream(seed, shard, ARRIVALS), rates, scale.contacts_per_shard)
    return daily
