"""At which level each e-mail is targeted: blast, list, automated, behavioural.

Holds the draws. What a level does stands in `strengths`, what is written of it in `exports.brevo`.
"""

import numpy as np

from dagster_project.simulation.clock import DAY, Clock
from dagster_project.simulation.comings import Comings
from dagster_project.simulation.effects import LEVELS, TargetingEffects
from dagster_project.simulation.outflows import Touches

_AUTOMATED = LEVELS.index("automated")
_TRIGGERED_FOR = 28 * DAY
_FAR = 2**40  # seconds: further apart than any two moments of a market


def draw_levels(rng: np.random.Generator, emails: Touches, targeting: TargetingEffects, clock: Clock) -> None:
    """Give each e-mail of a campaign a level, by the shares of the phase that it was sent in."""
    chance = rng.random(emails.size)
    for phase in targeting.phases:
        is_within = (emails.moment >= phase.start * clock.days * DAY) & (emails.campaign >= 0)
        bounds = np.cumsum(phase.shares)
        drawn = np.searchsorted(bounds, chance, side="right")
        emails.targeting[is_within] = np.where(drawn < len(LEVELS), drawn, -1)[is_within]


def follow_returns(emails: Touches, comings: Comings) -> None:
    """Call automated each e-mail whose person came in the four weeks before it, and no other one."""
    came = np.sort(comings.contact * _FAR + comings.moment)
    keys = emails.contact * _FAR + emails.moment
    has_come = np.searchsorted(came, keys) > np.searchsorted(came, keys - _TRIGGERED_FOR)
    has_level = emails.targeting >= 0
    emails.targeting[has_level & has_come] = _AUTOMATED
    emails.targeting[has_level & ~has_come & (emails.targeting == _AUTOMATED)] = LEVELS.index("list")
