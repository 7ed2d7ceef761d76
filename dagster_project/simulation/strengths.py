"""How much each outflow acts: 1 where outflows are independent of each other, less under saturation and threshold.

Holds the interactions of `effects.Effects` and what a level of targeting does. Draws nothing.
"""

import numpy as np

from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.effects import Effects
from dagster_project.simulation.market import Flags, Market
from dagster_project.simulation.outflows import Touches
from dagster_project.simulation.schedules import Schedule

_SATURATED_FOR = 28 * DAY
_FAR = 2**40  # seconds: further apart than any two moments of a market


def are_effective(touches: Touches) -> Flags:
    """Which outflows can cause a return: they arrived, and at a person."""
    return np.asarray(~touches.has_failed & (touches.contact >= 0))


def saturations(touches: list[Touches], saturation: float) -> list[Doubles]:
    """1 ÷ (1 + s n) of each outflow, n being its person's effective outflows of any of these channels in 28 days."""
    if not saturation:
        return [np.ones(block.size) for block in touches]
    effective = [are_effective(block) for block in touches]
    keys = [block.contact * _FAR + block.moment for block in touches]
    everything = np.sort(
        np.concatenate([key[is_effective] for key, is_effective in zip(keys, effective, strict=True)] or [_nothing()])
    )
    strengths: list[Doubles] = []
    for key in keys:
        others = np.searchsorted(everything, key) - np.searchsorted(everything, key - _SATURATED_FOR)
        strengths.append(np.asarray(1.0 / (1.0 + saturation * others), dtype=np.float64))
    return strengths


def thresholds(touches: Touches, market: Market, schedule: Schedule, clock: Clock, weeks_needed: int) -> Flags:
    """Whether the region of each outflow had been sent to for `weeks_needed` weeks in a row, that week included."""
    if weeks_needed <= 1 or not touches.size:
        return np.ones(touches.size, dtype=bool)
    ages = spell_ages(schedule.intensity[touches.channel] > 0)
    region = np.where(touches.contact >= 0, market.region[touches.contact], market.account_region[touches.account])
    week = clock.week_of(touches.moment // DAY)
    return np.asarray(ages[region, week] >= weeks_needed)


def targeted(touches: Touches, times: tuple[float, ...]) -> Doubles:
    """How many times as much each outflow acts for the level at which it is targeted; 1 without one."""
    return np.asarray(np.array([*times, 1.0])[touches.targeting], dtype=np.float64)


def spell_ages(is_sent: Flags) -> Integers:
    """By region and week: how many weeks in a row have been sent, that week included; 0 in silence."""
    ages = np.zeros(is_sent.shape, dtype=np.int64)
    for week in range(is_sent.shape[1]):
        ages[:, week] = np.where(is_sent[:, week], (ages[:, week - 1] if week else 0) + 1, 0)
    return ages


def strengths_of(
    touches: list[Touches], market: Market, schedule: Schedule, clock: Clock, effects: Effects
) -> list[Doubles]:
    """The strength of each outflow of each channel."""
    return [
        np.asarray(
            strength
            * targeted(block, effects.targeting.times)
            * thresholds(block, market, schedule, clock, effects.channel(block.channel).weeks_needed),
            dtype=np.float64,
        )
        for block, strength in zip(touches, saturations(touches, effects.saturation), strict=True)
    ]


def _nothing() -> Integers:
    return np.zeros(0, dtype=np.int64)
