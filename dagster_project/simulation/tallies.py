"""What outflows are expected to cause, and what came of them, summed over the shards by channel, region and day.

Holds sums of one market whatever its size. Draws nothing; what the sums mean stands in `outflow_truth` and `stops`.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.clock import DAY, Integers
from dagster_project.simulation.comings import CAUSES, CHANNEL_NAMES
from dagster_project.simulation.conditions import Conditions
from dagster_project.simulation.effects import CHANNELS
from dagster_project.simulation.market import NEVER, Market
from dagster_project.simulation.outflows import MARKETING, Touches
from dagster_project.simulation.schedules import REGIONS
from dagster_project.simulation.strengths import are_effective, saturations, targeted, thresholds
from dagster_project.simulation.world import World

OWN_CAUSES = ("personal", "colleague", "halo")
LONGEST_WEEKS = 40  # no channel's returns take longer


class Tallies:
    """Sums by channel, as arrays region × day of sending.

    `sent`: received marketing outflows. `expected[cause]`: returns that they are expected to cause sooner or later.
    `potential`: the same of all three causes if no threshold had to be reached. `games`: expected returns by day of
    sending if only these channels had been sent. `came`: channel × region × week of sending × lag in weeks, returns
    that outflows caused themselves. `by_cause`: cause × channel × week, all returns.
    """

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        clock = conditions.clock
        self.first_weekday = clock.start.weekday()
        self.weeks = self.week_of(clock.days - 1) + 1
        shape = (REGIONS, clock.days)
        self.sent = {name: np.zeros(shape) for name in CHANNELS}
        self.expected = {name: {cause: np.zeros(shape) for cause in OWN_CAUSES} for name in CHANNELS}
        self.potential = {name: np.zeros(shape) for name in CHANNELS}
        self.games = {frozenset(names): {name: np.zeros(clock.days) for name in names} for names in _coalitions()}
        self.came = np.zeros((len(CHANNELS), REGIONS, self.weeks, LONGEST_WEEKS), dtype=np.int64)
        self.by_cause = np.zeros((len(CAUSES), len(CHANNEL_NAMES), self.weeks), dtype=np.int64)

    def week_of(self, day: int) -> int:
        """Number of the ISO week of a day, that of the market's first day being 0."""
        return (day + self.first_weekday) // 7

    def add(self, world: World) -> None:
        """Add a shard."""
        market = world.market
        for block in world.touches.values():
            marketing = block.take(np.flatnonzero(~block.has_failed & (block.purpose == MARKETING)))
            self.sent[block.channel] += self._by_region_and_day(market, marketing, np.ones(marketing.size))
        per_touch = PerTouch(market, self.conditions)
        for block, strength in zip(world.causes.touches, world.causes.strengths, strict=True):
            for cause in OWN_CAUSES:
                expected = per_touch.expected(block, cause) * strength
                self.expected[block.channel][cause] += self._by_region_and_day(market, block, expected)
        self._add_potential(world, per_touch)
        self._add_games(world, per_touch)
        self._add_comings(world)

    def _add_potential(self, world: World, per_touch: "PerTouch") -> None:
        touches, times = world.causes.touches, self.conditions.effects.targeting.times
        for block, strength in zip(touches, saturations(touches, self.conditions.effects.saturation), strict=True):
            expected = per_touch.expected(block, *OWN_CAUSES) * strength * targeted(block, times)
            self.potential[block.channel] += self._by_region_and_day(world.market, block, expected)

    def _add_games(self, world: World, per_touch: "PerTouch") -> None:
        """Without saturation no channel changes what another does: the coalitions are sums of single channels."""
        effects, schedule, clock = self.conditions.effects, self.conditions.schedule, self.conditions.clock
        for coalition, sums in self.games.items():
            if not effects.saturation and len(coalition) > 1:
                continue
            blocks = [block for block in world.causes.touches if block.channel in coalition]
            for block, strength in zip(blocks, saturations(blocks, effects.saturation), strict=True):
                reached = thresholds(block, world.market, schedule, clock, effects.channel(block.channel).weeks_needed)
                acting = strength * reached * targeted(block, effects.targeting.times)
                expected = per_touch.expected(block, *OWN_CAUSES) * acting
                sums[block.channel] += self._by_region_and_day(world.market, block, expected).sum(axis=0)

    def _add_comings(self, world: World) -> None:
        comings = world.comings
        week = (comings.moment // DAY + self.first_weekday) // 7
        np.add.at(self.by_cause, (comings.cause, comings.channel, week), 1)
        own = np.flatnonzero(np.isin(comings.cause, [CAUSES.index(cause) for cause in OWN_CAUSES]))
        sent_week = (comings.sent_day[own] + self.first_weekday) // 7
        lag = np.minimum(week[own] - sent_week, LONGEST_WEEKS - 1)
        region = world.market.region[comings.contact[own]]
        np.add.at(self.came, (comings.channel[own] - 1, region, sent_week, lag), 1)

    def _by_region_and_day(self, market: Market, touches: Touches, weights: Doubles) -> Doubles:
        if not touches.size:
            return np.zeros((REGIONS, self.conditions.clock.days))
        region = _regions(market, touches)
        days = self.conditions.clock.days
        place = region * days + touches.moment // DAY
        sums = np.bincount(place, weights=weights, minlength=REGIONS * days).astype(np.float64)
        return sums.reshape(REGIONS, days)


class PerTouch:
    """Expected returns of single outflows of one shard at full strength."""

    def __init__(self, market: Market, conditions: Conditions) -> None:
        self._effects = conditions.effects
        members = np.array([len(group) for group in market.account_members] or [0])
        self._has_colleague = (market.account >= 0) & (members[np.maximum(market.account, 0)] > 1)
        unaddressed = market.region[market.listed_day == NEVER]
        self._has_others = (np.bincount(unaddressed, minlength=REGIONS) > 0)[market.region]

    def expected(self, touches: Touches, *causes: str) -> Doubles:
        """The sum over some causes; 0 where an outflow did not arrive or there is nobody who could come."""
        channel = self._effects.channel(touches.channel)
        total = np.zeros(touches.size)
        for cause in causes:
            rate = {"personal": channel.personal, "colleague": channel.colleague, "halo": channel.halo}[cause]
            there = {"personal": np.ones_like(self._has_others), "colleague": self._has_colleague}
            total += rate * there.get(cause, self._has_others)[touches.contact]
        return np.asarray(total * are_effective(touches))


def _regions(market: Market, touches: Touches) -> Integers:
    of_company = market.account_region[np.maximum(touches.account, 0)] if len(market.account_region) else 0
    return np.where(touches.contact >= 0, market.region[touches.contact], of_company)


def _coalitions() -> Iterator[tuple[str, ...]]:
    for size in range(1, len(CHANNELS) + 1):
        yield from combinations(CHANNELS, size)
