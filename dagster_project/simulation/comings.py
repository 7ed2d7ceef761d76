"""Who came to the company, when and why: the returns of one shard, each with its cause.

Holds the causal draws of DEFINITIONS' shot noise: every outflow makes personal, colleague and halo returns after a dead
time plus a Gamma lag; every return may make referrals; a seasonal baseline comes by itself. Writes nothing.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.climate import Doubles, draw_arrivals
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.effects import CHANNELS, ChannelEffects, Effects
from dagster_project.simulation.market import NEVER, Flags, Market
from dagster_project.simulation.outflows import Touches
from dagster_project.simulation.strengths import are_effective

CAUSES = ("baseline", "personal", "colleague", "halo", "referral", "reorder")
CHANNEL_NAMES = ("", *CHANNELS)
KINDS = ("form", "call", "deal", "order")
KIND_SHARES = (0.46, 0.28, 0.10, 0.16)
# A referral comes the day after the return that made it, or later by a Gamma lag (shape, scale in days).
REFERRAL_SHAPE, REFERRAL_SCALE_DAYS = 2.0, 12.0


@dataclass
class Comings:
    """One per element: `contact`, `moment` (local seconds), `cause`, `channel` (indices), `kind`, `referrer` (−1).

    `sent_day` is the day of the outflow that caused it, or its forebear; −1 without one.
    """

    contact: Integers
    moment: Integers
    cause: Integers
    channel: Integers
    kind: Integers
    referrer: Integers
    sent_day: Integers

    @property
    def size(self) -> int:
        """Number of returns."""
        return len(self.contact)

    def take(self, index: "Integers | Flags") -> "Comings":
        """The returns at `index`."""
        return Comings(*(getattr(self, name)[index] for name in Comings.__dataclass_fields__))


def join_comings(parts: list[Comings]) -> Comings:
    """Several sets as one."""
    return Comings(*(np.concatenate([getattr(p, name) for p in parts]) for name in Comings.__dataclass_fields__))


@dataclass(frozen=True)
class Causes:
    """What makes returns: the effects, the baseline's rate per person and day, the outflows and their strengths."""

    effects: Effects
    rates: Doubles
    touches: list[Touches]
    strengths: list[Doubles]


def draw_comings(
    rng: np.random.Generator, market: Market, causes: Causes, clock: Clock, kinds: frozenset[str]
) -> Comings:
    """All returns but re-orders, in order of time; `kinds` are the ways in which this market can record one."""
    parts = [_draw_baseline(rng, market, causes.rates)]
    for block, strength in zip(causes.touches, causes.strengths, strict=True):
        parts.extend(_draw_caused(rng, market, block, strength, causes.effects.channel(block.channel)))
    generation = _inside(join_comings(parts), clock)
    everything = [generation]
    while generation.size:
        generation = _inside(_draw_referrals(rng, market, generation, causes.effects.referrals), clock)
        everything.append(generation)
    comings = join_comings(everything)
    comings = comings.take(np.argsort(comings.moment, kind="stable"))
    comings.kind = _draw_kinds(rng, comings, kinds)
    return comings


def _draw_baseline(rng: np.random.Generator, market: Market, rates: Doubles) -> Comings:
    days = np.repeat(np.arange(len(rates)), draw_arrivals(rng, rates, market.size))
    contact = rng.integers(0, market.size, len(days))
    return _comings(contact, _time_of_day(rng, days), "baseline", "")


def _draw_caused(
    rng: np.random.Generator, market: Market, touches: Touches, strength: Doubles, channel: ChannelEffects
) -> list[Comings]:
    effective = np.flatnonzero(are_effective(touches))
    arrived, strength = touches.take(effective), strength[effective]
    parts = []
    for cause, rate in (("personal", channel.personal), ("colleague", channel.colleague), ("halo", channel.halo)):
        index = np.repeat(np.arange(arrived.size), rng.poisson(rate * strength))
        contact = arrived.contact[index]
        if cause == "colleague":
            contact = _colleagues(rng, market, contact)
        elif cause == "halo":
            contact = _unaddressed(rng, market, contact)
        is_somebody = contact >= 0
        sent_day = arrived.moment[index][is_somebody] // DAY
        days = sent_day + _draw_lags(rng, channel, len(sent_day))
        caused = _comings(contact[is_somebody], _time_of_day(rng, days), cause, touches.channel)
        caused.sent_day = sent_day
        parts.append(caused)
    return parts


def _draw_lags(rng: np.random.Generator, channel: ChannelEffects, size: int) -> Integers:
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


def _draw_referrals(rng: np.random.Generator, market: Market, parents: Comings, referrals_each: float) -> Comings:
    index = np.repeat(np.arange(parents.size), rng.poisson(referrals_each, parents.size))
    lags = 1 + np.ceil(rng.gamma(REFERRAL_SHAPE, REFERRAL_SCALE_DAYS, len(index))).astype(np.int64)
    days = parents.moment[index] // DAY + lags
    friend = rng.integers(0, market.size, len(index))
    referrals = _comings(friend, _time_of_day(rng, days), "referral", "")
    referrals.channel = parents.channel[index]  # a descendant counts for the channel that caused its forebear
    referrals.referrer = parents.contact[index]
    referrals.sent_day = parents.sent_day[index]
    return referrals.take(referrals.contact != referrals.referrer)


def _draw_kinds(rng: np.random.Generator, comings: Comings, kinds: frozenset[str]) -> Integers:
    kind = rng.choice(len(KINDS), comings.size, p=KIND_SHARES)
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
        np.full(size, -1, dtype=np.int64),
    )


def _time_of_day(rng: np.random.Generator, days: Integers) -> Integers:
    return days * DAY + rng.integers(7 * 3600, 22 * 3600, len(days))


def _inside(comings: Comings, clock: Clock) -> Comings:
    return comings.take(comings.moment < clock.days * DAY)
