"""Who came to the company, when and why: the returns of one shard, each with its cause.

Holds the causal draws of DEFINITIONS' shot noise: every outflow makes personal, colleague and halo returns after a dead
time plus a Gamma lag; every return may make referrals; a seasonal baseline comes by itself. Writes nothing.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.channels import CHANNELS, Channel
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.market import NEVER, Flags, Market
from dagster_project.simulation.outflows import Touches

CAUSES = ("baseline", "personal", "colleague", "halo", "referral", "reorder")
CHANNEL_NAMES = ("", *CHANNELS)
KINDS = ("form", "call", "deal", "order")
_KIND_SHARES = (0.46, 0.28, 0.10, 0.16)
REFERRALS_PER_RETURN = 0.06
BASELINE_PER_CONTACT_AND_YEAR = 0.24


@dataclass
class Comings:
    """One per element: `contact`, `moment` (local seconds), `cause`, `channel` (indices), `kind`, `referrer` (−1)."""

    contact: Integers
    moment: Integers
    cause: Integers
    channel: Integers
    kind: Integers
    referrer: Integers

    @property
    def size(self) -> int:
        """Number of returns."""
        return len(self.contact)

    def take(self, index: "Integers | Flags") -> "Comings":
        """The returns at `index`."""
        return Comings(
            self.contact[index],
            self.moment[index],
            self.cause[index],
            self.channel[index],
            self.kind[index],
            self.referrer[index],
        )


def join_comings(parts: list[Comings]) -> Comings:
    """Several sets as one."""
    return Comings(*(np.concatenate([getattr(p, name) for p in parts]) for name in Comings.__dataclass_fields__))


def draw_comings(
    rng: np.random.Generator, market: Market, touches: list[Touches], clock: Clock, kinds: frozenset[str]
) -> Comings:
    """All returns but re-orders, in order of time; `kinds` are the ways in which this market can record one."""
    parts = [_draw_baseline(rng, market, clock)]
    for channel_touches in touches:
        parts.extend(_draw_caused(rng, market, channel_touches))
    generation = _inside(join_comings(parts), clock)
    everything = [generation]
    while generation.size:
        generation = _inside(_draw_referrals(rng, market, generation), clock)
        everything.append(generation)
    comings = join_comings(everything)
    comings = comings.take(np.argsort(comings.moment, kind="stable"))
    comings.kind = _draw_kinds(rng, comings, kinds)
    return comings


def _draw_baseline(rng: np.random.Generator, market: Market, clock: Clock) -> Comings:
    """Rate exp(trend + season) per day: 8 % growth a year, a trough in August and at the turn of the year."""
    day = np.arange(clock.days)
    season = np.array([-0.5 if clock.date_of(d).month == 8 else 0.0 for d in range(clock.days)]) + 0.2 * np.cos(
        2 * np.pi * (day - 100) / 365.25
    )
    weekend = np.array([-1.0 if clock.date_of(d).weekday() >= 5 else 0.0 for d in range(clock.days)])
    rate = BASELINE_PER_CONTACT_AND_YEAR / 365.25 * market.size * np.exp(0.08 * day / 365.25 + season + weekend)
    days = np.repeat(day, rng.poisson(rate))
    contact = rng.integers(0, market.size, len(days))
    return _comings(contact, _time_of_day(rng, days), "baseline", "")


def _draw_caused(rng: np.random.Generator, market: Market, touches: Touches) -> list[Comings]:
    channel = CHANNELS[touches.channel]
    arrived = touches.take(np.flatnonzero(~touches.has_failed & (touches.contact >= 0)))
    parts = []
    for cause, rate in (("personal", channel.personal), ("colleague", channel.colleague), ("halo", channel.halo)):
        index = np.repeat(np.arange(arrived.size), rng.poisson(rate, arrived.size))
        contact = arrived.contact[index]
        if cause == "colleague":
            contact = _colleagues(rng, market, contact)
        elif cause == "halo":
            contact = _unaddressed(rng, market, contact)
        is_somebody = contact >= 0
        days = arrived.moment[index][is_somebody] // DAY + _draw_lags(rng, channel, int(is_somebody.sum()))
        parts.append(_comings(contact[is_somebody], _time_of_day(rng, days), cause, touches.channel))
    return parts


def _draw_lags(rng: np.random.Generator, channel: Channel, size: int) -> Integers:
    lags = channel.dead_days + rng.gamma(channel.shape, channel.scale_days, size)
    return np.ceil(lags).astype(np.int64)


def _colleagues(rng: np.random.Generator, market: Market, contact: Integers) -> Integers:
    """Somebody else of the same company, −1 where there is nobody."""
    chosen = np.full(len(contact), -1, dtype=np.int64)
    for position, person in enumerate(contact.tolist()):
        group = market.account_members[int(market.account[person])] if market.account[person] >= 0 else []
        others = [member for member in group if member != person]
        if others:
            chosen[position] = others[int(rng.integers(0, len(others)))]
    return chosen


def _unaddressed(rng: np.random.Generator, market: Market, contact: Integers) -> Integers:
    """Somebody of the same region whom marketing never addresses."""
    chosen = np.full(len(contact), -1, dtype=np.int64)
    for region in range(int(market.region.max()) + 1):
        pool = np.flatnonzero((market.region == region) & (market.listed_day == NEVER))
        here = np.flatnonzero(market.region[contact] == region)
        if len(pool):
            chosen[here] = pool[rng.integers(0, len(pool), len(here))]
    return chosen


def _draw_referrals(rng: np.random.Generator, market: Market, parents: Comings) -> Comings:
    index = np.repeat(np.arange(parents.size), rng.poisson(REFERRALS_PER_RETURN, parents.size))
    days = parents.moment[index] // DAY + 1 + np.ceil(rng.gamma(2.0, 12.0, len(index))).astype(np.int64)
    friend = rng.integers(0, market.size, len(index))
    referrals = _comings(friend, _time_of_day(rng, days), "referral", "")
    referrals.channel = parents.channel[index]  # a descendant counts for the channel that caused its forebear
    referrals.referrer = parents.contact[index]
    return referrals.take(referrals.contact != referrals.referrer)


def _draw_kinds(rng: np.random.Generator, comings: Comings, kinds: frozenset[str]) -> Integers:
    kind = rng.choice(len(KINDS), comings.size, p=_KIND_SHARES)
    kind[comings.referrer >= 0] = KINDS.index("form")
    missing = [number for number, name in enumerate(KINDS) if name not in kinds]
    kind[np.isin(kind, missing)] = KINDS.index("form")
    return kind.astype(np.int64)


def _comings(contact: Integers, moment: Integers, cause: str, channel: str) -> Comings:
    size = len(contact)
    return Comings(
        contact.astype(np.int64),
        moment.astype(np.int64),
        np.full(size, CAUSES.index(cause), dtype=np.int64),
        np.full(size, CHANNEL_NAMES.index(channel), dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.full(size, -1, dtype=np.int64),
    )


def _time_of_day(rng: np.random.Generator, days: Integers) -> Integers:
    return days * DAY + rng.integers(7 * 3600, 22 * 3600, len(days))


def _inside(comings: Comings, clock: Clock) -> Comings:
    return comings.take(comings.moment < clock.days * DAY)
