"""The channels of the market: what an outflow of each causes, and in which weeks each one is sent.

Holds causal parameters and schedules, the same for every shard. Draws no outflow and no return.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import Clock
from dagster_project.simulation.market import Flags


@dataclass(frozen=True)
class Channel:
    """Expected returns per received outflow, and their lag in days: dead time + Gamma(shape, scale).

    `personal` by the addressed person, `colleague` by others of the same company, `halo` by people not addressed.
    """

    name: str
    dead_days: float
    shape: float
    scale_days: float
    personal: float
    colleague: float
    halo: float

    @property
    def mean_lag_days(self) -> float:
        """Mean time from an outflow to the returns that it causes."""
        return self.dead_days + self.shape * self.scale_days


CHANNELS = {
    "email": Channel("email", 14.0, 2.0, 14.0, 0.015, 0.007, 0.010),
    "newsletter": Channel("newsletter", 7.0, 2.0, 10.0, 0.002, 0.001, 0.002),
    "phone": Channel("phone", 3.0, 1.5, 8.0, 0.050, 0.015, 0.010),
    "letter": Channel("letter", 35.0, 2.0, 10.0, 0.030, 0.015, 0.030),
}


@dataclass(frozen=True)
class Schedule:
    """Weeks of sending: `email` and `letter` by region × week, `phone` by week, `newsletter_days` as day numbers.

    `letter_stopped_week` is the week in which the first series of letters was broken off, before its returns came.
    """

    email: Flags
    phone: Flags
    letter: Flags
    newsletter_days: list[int]
    letter_stopped_week: int


def draw_schedule(rng: np.random.Generator, clock: Clock) -> Schedule:
    """E-mail on and off in random blocks per region; telephone all the time; letters in two series."""
    regions, weeks = len(names.REGIONS), clock.weeks
    email = np.zeros((regions, weeks), dtype=bool)
    for region in range(regions):
        week, is_on = int(rng.integers(0, 6)), True
        while week < weeks:
            length = int(rng.integers(6, 15) if is_on else rng.integers(6, 13))
            email[region, week : week + length] = is_on
            week, is_on = week + length, not is_on
    letter = np.zeros((regions, weeks), dtype=bool)
    first, second = int(weeks * 0.22), int(weeks * 0.6)
    # Four weeks: shorter than the dead time, so nothing had come back when the series was stopped.
    letter[:, first : first + 4] = True
    letter[:, second : second + int(weeks * 0.15)] = True
    months = [day for day in range(clock.days) if clock.date_of(day).day <= 7 and clock.date_of(day).weekday() == 2]
    return Schedule(email, np.ones(weeks, dtype=bool), letter, months, first + 4)
