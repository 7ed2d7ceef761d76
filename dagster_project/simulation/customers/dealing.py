"""How deals move: from stage to stage until won or lost, past the day first expected, with or without an event.

Holds the draws of one shard. Which deals there are, between whom and for how much, stands in `trade`.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.customers.effects import DealEffects
from dagster_project.simulation.market import NEVER, Flags
from dagster_project.simulation.trade import LOST, OPEN, WON, Deals

STAGES = ("appointment", "qualified", "presentation", "contract_sent")
CRM_PROBABILITIES = (0.2, 0.4, 0.6, 0.9)
_STAGE_SHAPE, _STAGE_SCALE = 2.0, 9.0
POSTPONED_BY = 30


@dataclass
class Progress:
    """One per deal. `entered` (deal × stage) is the local moment of entry, NEVER × DAY where it did not come to it.

    `expected_day` is the day on which the deal was first expected to close; `event_day` that of its compelling event,
    NEVER without one; `lost_to` the index of a competitor, −1 if none is named.
    """

    entered: Integers
    expected_day: Integers
    event_day: Integers
    has_event: Flags
    lost_to: Integers

    def stage_on(self, deal: int, day: int) -> int:
        """Index of the stage that an open deal has reached by the end of a day."""
        return int((self.entered[deal] // DAY <= day).sum()) - 1

    def expected_on(self, deal: int, day: int) -> int:
        """The day on which the deal is expected to close, as noted at the end of a day: postponed month by month."""
        late = max(day - int(self.expected_day[deal]) + 1, 0)
        return int(self.expected_day[deal]) + POSTPONED_BY * math.ceil(late / POSTPONED_BY)


def move(rng: np.random.Generator, deals: Deals, effects: DealEffects, clock: Clock) -> tuple[Deals, Progress]:
    """The deals with their day of closing and outcome, and how they came there."""
    size = len(deals.contact)
    days = 1 + np.floor(rng.gamma(_STAGE_SHAPE, _STAGE_SCALE, (size, len(STAGES)))).astype(np.int64)
    chance = rng.random((size, len(STAGES)))
    has_event = rng.random(size) < effects.with_event
    slips = rng.random(size) < effects.slipped
    slip = np.ceil(rng.exponential(effects.slip_days / math.log(2), size)).astype(np.int64)
    passes = chance < np.array(effects.passed_on)
    if effects.event_noted == "from_the_start":
        passes[:, -1] = chance[:, -1] < effects.passed_on[-1] + has_event * effects.event_wins
        slips &= ~(has_event & (effects.event_wins > 0))
    stages = np.cumprod(passes, axis=1).sum(axis=1)  # how many were passed
    last = np.minimum(stages, len(STAGES) - 1)
    created_day = deals.created // DAY
    ends = created_day[:, None] + np.cumsum(days, axis=1)
    expected_day = np.minimum(ends[:, -1], clock.days + 300)
    reaches_last = last == len(STAGES) - 1
    closed_day = ends[np.arange(size), last] + np.where(slips & reaches_last, slip, 0)
    closed_day = np.minimum(closed_day, clock.days + 360)
    closed = closed_day * DAY + rng.integers(14 * 60, 18 * 60, size) * 60
    outcome = np.where(closed_day >= clock.days, OPEN, np.where(stages == len(STAGES), WON, LOST))
    entered = np.concatenate([deals.created[:, None], ends[:, :-1] * DAY + 10 * 3600], axis=1)
    entered[np.arange(len(STAGES)) > last[:, None]] = NEVER * DAY
    named = rng.random(size) < effects.to_competitor
    competitor = rng.integers(0, len(names.COMPETITORS), size)
    event_day = np.where(has_event, expected_day + rng.integers(0, 10, size), NEVER)
    progress = Progress(
        entered, expected_day, event_day, has_event, np.where(named & (outcome == LOST), competitor, -1)
    )
    return replace(deals, closed=closed, outcome=outcome), progress
