"""In which weeks each channel is sent, region by region: the plans of a scenario laid out over the history.

Holds schedules, the same for every shard. Draws no outflow and no return.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.clock import Clock, Integers
from dagster_project.simulation.effects import CHANNELS, BaselineEffects, Effects, Plan
from dagster_project.simulation.plans import (
    in_random_blocks,
    in_series,
    much_after_many,
    staggered_by_region,
    until_weak,
    weeks_before_peaks,
)

REGIONS = len(names.REGIONS)


@dataclass(frozen=True)
class Schedule:
    """By channel an array region × week: the share of its customary reach that is sent then, 0 for silence.

    Newsletters go to everybody at once: theirs are the days `newsletter_days`.
    """

    intensity: dict[str, Doubles]
    newsletter_days: list[int]


def draw_schedule(
    rngs: dict[str, np.random.Generator], effects: Effects, clock: Clock, arrivals_by_week: Integers
) -> Schedule:
    """Lay out every plan, each channel from its random stream; `arrivals_by_week` is what plans that look back see."""
    own = {
        name: _laid_out(rngs[name], effects.channel(name).plan, effects.baseline, clock, arrivals_by_week)
        for name in CHANNELS
        if effects.channel(name).plan.kind != "companion"
    }
    companions = {
        name: _a_week_later(own[channel.plan.companion_of])
        for name, channel in effects.channels.items()
        if channel.plan.kind == "companion"
    }
    intensity = {**own, **companions}
    return Schedule(intensity, _newsletter_days(effects.channel("newsletter").plan, intensity, clock))


def _laid_out(
    rng: np.random.Generator, plan: Plan, baseline: BaselineEffects, clock: Clock, arrivals: Integers
) -> Doubles:
    weeks = clock.weeks
    match plan.kind:
        case "always":
            sent = np.ones((REGIONS, weeks))
        case "on_off":
            sent = in_random_blocks(rng, REGIONS, weeks)
        case "series":
            sent = in_series(plan.series, REGIONS, weeks)
        case "staggered":
            sent = staggered_by_region(REGIONS, weeks)
        case "season":
            sent = weeks_before_peaks(baseline.peak_day, clock, REGIONS)
        case "weak_returns":
            sent = until_weak(arrivals, REGIONS)
        case "follows_returns":
            sent = much_after_many(arrivals, REGIONS)
        case _:  # never; monthly has days of its own; before_returns waits for the returns
            sent = np.zeros((REGIONS, weeks))
    return sent


def _a_week_later(leader: Doubles) -> Doubles:
    later = np.zeros_like(leader)
    later[:, 1:] = leader[:, :-1]
    return later


def _newsletter_days(plan: Plan, intensity: dict[str, Doubles], clock: Clock) -> list[int]:
    if plan.kind == "monthly":
        first_week = [day for day in range(clock.days) if clock.date_of(day).day <= 7]
        return [day for day in first_week if clock.date_of(day).weekday() == 2]
    return [clock.monday(int(week)) + 2 for week in np.flatnonzero(intensity["newsletter"].any(axis=0))]
