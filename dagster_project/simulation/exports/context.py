"""What every writer of exports needs: the world, the calendar, the open files and the book of what was recorded.

Holds no format of a particular system.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, SECOND_TEXTS, Clock
from dagster_project.simulation.files import Files
from dagster_project.simulation.market import NEVER, plain
from dagster_project.simulation.outflows import TRANSACTIONAL, Touches
from dagster_project.simulation.recorded import NOBODY, Recorded, SeenOutflows
from dagster_project.simulation.scales import Scale
from dagster_project.simulation.world import World


@dataclass
class Context:
    """One shard being exported; `totals` counts over all shards (recipients per issue and the like)."""

    world: World
    clock: Clock
    scale: Scale
    files: Files
    recorded: Recorded
    rng: np.random.Generator
    totals: dict[str, int]
    set_aside: dict[str, int] = field(default_factory=dict)

    @property
    def has_mishaps(self) -> bool:
        """Whether this shard gets the malformed rows and late corrections."""
        return self.scale.has_mishaps and self.world.shard == 0

    def rejects(self, path: str, records: int = 1) -> None:
        """Note that a file holds records that nobody can read."""
        self.set_aside[path] = self.set_aside.get(path, 0) + records

    @cached_property
    def codes(self) -> "Codes":
        """Identifier codes of the shard's contacts."""
        return Codes(self.world, self.recorded)

    def saw_outflows(self, touches: Touches, person: list[int], account: list[int], is_day_only: bool = False) -> None:
        """Report outflows as recorded, each with the identifier codes that its row names (−1 if none)."""
        instants = (
            self.clock.last_instants_of_day(touches.moment) if is_day_only else self.clock.instants(touches.moment)
        )
        self.recorded.outflows.append(
            SeenOutflows(
                touches.channel,
                np.array(person, dtype=np.int64),
                np.array(account, dtype=np.int64),
                instants,
                ~touches.has_failed,
                touches.purpose != TRANSACTIONAL,
                touches.campaign >= 0,
                touches.contact,
                touches.account,
            )
        )


class Codes:
    """Identifier codes of each contact of a shard, registered where they are first needed."""

    def __init__(self, world: World, recorded: Recorded) -> None:
        self._market, self._recorded = world.market, recorded

    @cached_property
    def email(self) -> list[int]:
        """Of the first address."""
        return [self._recorded.email(address) for address in self._market.email]

    @cached_property
    def second_email(self) -> list[int]:
        """Of the further address, −1 without one."""
        return [self._recorded.email(text) if text else NOBODY for text in self._market.second_email]

    @cached_property
    def hubspot(self) -> list[int]:
        """Of the record in HubSpot."""
        return [self._recorded.contact_id("hubspot", str(number)) for number in self._market.hubspot_id.tolist()]

    @cached_property
    def duplicate(self) -> list[int]:
        """Of the second record in HubSpot, −1 without one."""
        return [
            self._recorded.contact_id("hubspot", str(number + 1)) if day < NEVER else NOBODY
            for number, day in zip(self._market.hubspot_id.tolist(), self._market.duplicate_day.tolist(), strict=True)
        ]

    @cached_property
    def phone_name(self) -> list[int]:
        """Of number and name together, −1 without a number."""
        return [
            self._recorded.phone_name("33" + phone, plain(f"{first} {last}")) if phone else NOBODY
            for phone, first, last in zip(self._market.phone, self._market.first, self._market.last, strict=True)
        ]

    @cached_property
    def domain(self) -> list[int]:
        """Of each account's domain."""
        return [self._recorded.domain(name) for name in self._market.domain]

    @cached_property
    def hubspot_account(self) -> list[int]:
        """Of each account's record in HubSpot."""
        return [self._recorded.account_id("hubspot", str(number)) for number in self._market.account_id.tolist()]


def named(*codes: int) -> tuple[int, ...]:
    """The identifiers that are there, in order of precedence."""
    return tuple(code for code in codes if code != NOBODY)


def texts_of(days: list[str], moments: list[int]) -> list[str]:
    """`day HH:MM:SS` of each local moment, by a list of the days' texts."""
    return [f"{days[moment // DAY]} {SECOND_TEXTS[moment % DAY]}" for moment in moments]


def minute_texts_of(days: list[str], moments: list[int]) -> list[str]:
    """`day HH:MM` of each local moment."""
    return [f"{days[moment // DAY]} {SECOND_TEXTS[moment % DAY][:5]}" for moment in moments]


def region_name(number: int) -> str:
    """The region's name."""
    return names.REGIONS[number]
