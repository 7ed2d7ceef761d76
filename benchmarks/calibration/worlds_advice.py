"""Advice on series of a simulated market that all work: how often it would have stopped one, week by week.

A series is a spell of a channel in a region. Each is judged as it stood after so many weeks, all others being known to
their end, as campaigns are in `persistence_advice`. So are its doubles in which it had brought nothing of its own.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from dagster_project.simulation.clock import DAY, Clock
from dagster_project.simulation.comings import CHANNEL_NAMES, Comings
from dagster_project.simulation.outflows import MARKETING
from dagster_project.simulation.world import World
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles
from dagster_project.statistics.priming.running import Campaign, advise_campaign
from dagster_project.statistics.priming.spells import spells

_LOOKBACK_DAYS = 112
AGES = (6, 10, 13, 17, 21, 26)


@dataclass
class _Series:
    """A spell of a channel in a region: outflows by week since its first, returns by week and lag, with all causes.

    `own` are those of the returns that it caused itself.
    """

    channel: str
    sends: Doubles
    came: list[tuple[int, int, float]] = field(default_factory=list)
    own: list[tuple[int, int, float]] = field(default_factory=list)

    def after(self, weeks: int, *, without_own: bool = False) -> Campaign:
        """As it stood then; returns by their lag."""
        returns = np.zeros(KERNEL_WEEKS)
        for sign, parts in ((1, self.came), (-1, self.own if without_own else [])):
            for week, lag, share in parts:
                if week < weeks:
                    returns[min(lag, KERNEL_WEEKS - 1)] += sign * share
        sends = np.zeros(weeks)
        known = self.sends[:weeks]
        sends[: len(known)] = known
        return Campaign(sends, returns)


def advised(world: World, clock: Clock) -> Counter[str]:
    """Counts of advice by channel, age, whether the series worked, and what was said."""
    found: Counter[str] = Counter()
    everything = _series(world, clock)
    longest = clock.weeks
    for one in everything:
        others = [each.after(longest) for each in everything if each.channel == one.channel and each is not one]
        for works in (True, False):
            name = "works" if works else "brings nothing"
            said = [advise_campaign(one.after(age, without_own=not works), others).advice for age in AGES]
            found.update(f"{name}, week {age}: {advice}" for age, advice in zip(AGES, said, strict=True))
            if set(said) & {"keep", "stop"}:
                found[f"{name}, judged"] += 1
                found[f"{name}, ever: stop"] += "stop" in said
    return found


def _series(world: World, clock: Clock) -> list[_Series]:
    """All spells whose lookback is over, with the returns that touch them."""
    series: list[_Series] = []
    touches: dict[int, list[tuple[int, int, int]]] = {}  # contact → (day, series, week of the series)
    for channel in ("email", "letter"):
        block = world.touches[channel]
        sent = block.take(np.flatnonzero(~block.has_failed & (block.purpose == MARKETING) & (block.contact >= 0)))
        days, region = sent.moment // DAY, world.market.region[sent.contact]
        for place in np.unique(region):
            chosen = np.flatnonzero(region == place)
            weekly = np.bincount(clock.week_of(days[chosen]) + 1, minlength=clock.weeks + 2)[1:-1].astype(np.float64)
            for first, last in spells(weekly):
                if clock.monday(last) + _LOOKBACK_DAYS + 7 >= clock.days:
                    continue
                week = clock.week_of(days[chosen])
                for at in chosen[(week >= first) & (week <= last)].tolist():
                    start = int(clock.week_of(np.array([days[at]]))[0]) - first
                    touches.setdefault(int(sent.contact[at]), []).append((int(days[at]), len(series), start))
                series.append(_Series(channel, weekly[first : last + 1]))
    _add_returns(series, touches, world.comings)
    return series


def _add_returns(series: list[_Series], touches: dict[int, list[tuple[int, int, int]]], comings: Comings) -> None:
    """Each return is shared alike among the touches since the person's last one, 112 days back."""
    before: dict[int, int] = {}
    days = (comings.moment // DAY).tolist()
    for at in np.argsort(comings.moment, kind="stable").tolist():
        contact, day = int(comings.contact[at]), days[at]
        since = max(before.get(contact, -1), day - _LOOKBACK_DAYS - 1)
        path = [touch for touch in touches.get(contact, []) if since < touch[0] <= day]
        before[contact] = day
        for sent, number, week in path:
            lag = (day - sent) // 7
            part = (week + lag, lag, 1 / len(path))
            series[number].came.append(part)
            if comings.sent_day[at] == sent and CHANNEL_NAMES[comings.channel[at]] == series[number].channel:
                series[number].own.append((week + lag, lag, 1 / len(path)))
