"""Who signs up, who is onboarded, and when each one is lost: the trough of one shard.

Holds the draws. A customer has one threshold, drawn once, and is lost in the week in which the losses of all weeks so
far reach it: the same threshold without the onboarding says when the customer would have been lost otherwise.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulation import names
from dagster_project.simulation.clock import Clock, Integers
from dagster_project.simulation.customers.effects import OnboardingEffects, TroughEffects
from dagster_project.simulation.market import NEVER, Flags, Market

ONBOARDINGS = ("none", "cheap", "trained")
NONE, CHEAP, TRAINED = range(3)
_SHORTEST_GAP, LONGEST_GAP = 14, 42
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Offers:
    """What each region offers, and from which day of the market on; the same for every shard."""

    kind: list[int]
    first_day: list[int]


@dataclass
class SignUps:
    """One per element, at most one of each company and private person; days are the market's.

    `offered` and `received` are indices of `ONBOARDINGS`; `left_day` is the day of the loss, `left_without_day` the one
    without onboarding, NEVER after the market's end; `loss_factor` multiplies the weekly loss before any onboarding.
    `active_sign_up` and `active_day` list what they did: a silent customer's last day is the day of the loss.
    """

    contact: Integers
    day: Integers
    offered: Integers
    received: Integers
    loss_factor: Doubles
    left_day: Integers
    left_without_day: Integers
    is_silent: Flags
    active_sign_up: Integers
    active_day: Integers


def weekly_losses(trough: TroughEffects, weeks: int) -> Doubles:
    """The share that an average customer without onboarding is lost with, in each week since sign-up."""
    week = np.arange(weeks)
    rising = (week + 1) / (trough.bottom_week + 1)
    falling = (trough.trough_weeks - week) / max(trough.trough_weeks - trough.bottom_week, 1)
    depth = np.clip(np.minimum(rising, falling), 0.0, 1.0)
    return np.asarray(trough.weekly_loss + trough.trough_loss * depth)


def kept_shares(onboarding: OnboardingEffects) -> Doubles:
    """By index of `ONBOARDINGS`: what an onboarding leaves of the weekly loss."""
    return np.array([1.0, 1.0 - onboarding.cheap, 1.0 - onboarding.trained])


def costs_each(onboarding: OnboardingEffects) -> tuple[int, int, int]:
    """By index of `ONBOARDINGS`: what one onboarding costs, in cents."""
    return 0, round(100 * onboarding.cheap_cost), round(100 * onboarding.trained_cost)


def draw_offers(rng: np.random.Generator, onboarding: OnboardingEffects, clock: Clock) -> Offers:
    """Each kind in one region at least, from a month in the middle third of the history on."""
    regions = len(names.REGIONS)
    kinds = rng.permutation([NONE, CHEAP, TRAINED, NONE, TRAINED][:regions])
    days = rng.integers(clock.days // 3, 2 * clock.days // 3, regions)
    if onboarding.offered_to == "random_regions":
        return Offers(kinds.tolist(), days.tolist())
    return Offers([NONE] * regions, [NEVER] * regions)


def draw_sign_ups(
    rng: np.random.Generator,
    market: Market,
    offers: Offers,
    effects: tuple[TroughEffects, OnboardingEffects],
    clock: Clock,
) -> SignUps:
    """Sign-ups over the whole history, their onboarding, their losses and what they did until then."""
    trough, onboarding = effects
    customers = _customers(market)
    chosen = customers[rng.random(len(customers)) < trough.signed_up]
    day = np.sort(rng.integers(7, max(clock.days - 7, 8), len(chosen)))
    chosen = rng.permutation(chosen)
    # The milestones name a record of the CRM: whoever has none by then does not sign up.
    is_recorded = market.recorded_day[chosen] < day
    contact, day = chosen[is_recorded], day[is_recorded]
    size = len(contact)
    motivation = rng.standard_normal(size)
    offered = _offered(market.region[contact], day, offers)
    if onboarding.offered_to == "everybody":
        offered = rng.integers(CHEAP, TRAINED + 1, size)
    received = np.where(_accept(rng, onboarding, motivation), offered, NONE)
    spread = onboarding.motivation
    loss_factor = np.exp(-spread * motivation - spread * spread / 2)
    threshold, day_of_week = rng.exponential(1.0, size), rng.integers(1, 7, size)
    losses = weekly_losses(trough, clock.weeks + 1)
    left, left_without = (
        _inside(day + 7 * _weeks_until(losses, factor, threshold) + day_of_week, clock)
        for factor in (loss_factor * kept_shares(onboarding)[received], loss_factor)
    )
    is_silent = rng.random(size) < trough.silent
    active_sign_up, active_day = _activity(rng, day, left, is_silent, clock)
    return SignUps(
        contact, day, offered, received, loss_factor, left, left_without, is_silent, active_sign_up, active_day
    )


def _customers(market: Market) -> Integers:
    """One person for each company, the first with a mailbox of one's own, and every private person."""
    is_eligible = ~market.is_shared_mailbox
    first = [next((member for member in group if is_eligible[member]), -1) for group in market.account_members]
    people = np.array([member for member in first if member >= 0], dtype=np.int64)
    return np.concatenate([people, np.flatnonzero(is_eligible & (market.account < 0))])


def _offered(region: Integers, day: Integers, offers: Offers) -> Integers:
    kind, first_day = np.array(offers.kind), np.array(offers.first_day)
    return np.where(day >= first_day[region], kind[region], NONE)


def _accept(rng: np.random.Generator, onboarding: OnboardingEffects, motivation: Doubles) -> Flags:
    """Who is keen accepts sooner; where motivation keeps nobody (`motivation` 0) this tells nothing about losses."""
    keenness = (motivation + rng.standard_normal(len(motivation))) / math.sqrt(2)
    if not 0 < onboarding.accepted < 1:
        return np.full(len(motivation), onboarding.accepted >= 1)
    return np.asarray(keenness > NormalDist().inv_cdf(1 - onboarding.accepted))


def _weeks_until(losses: Doubles, factor: Doubles, threshold: Doubles) -> Integers:
    """The number of whole weeks before the one in which the summed losses reach the customer's threshold."""
    week = np.zeros(len(factor), dtype=np.int64)
    reached = np.zeros(len(factor))
    for loss in losses.tolist():
        # The share lost in the week is loss × factor; as a rate it is −log(1 − share).
        reached = reached - np.log1p(-np.minimum(loss * factor, 0.999))
        week += reached < threshold
    return week


def _inside(day: Integers, clock: Clock) -> Integers:
    return np.where(day < clock.days, day, NEVER)


def _activity(
    rng: np.random.Generator, day: Integers, left: Integers, is_silent: Flags, clock: Clock
) -> tuple[Integers, Integers]:
    """Days of activity between sign-up and loss, and the day of the loss itself for those who leave silently."""
    most = clock.days // _SHORTEST_GAP + 1
    gaps = rng.integers(_SHORTEST_GAP, LONGEST_GAP + 1, (len(day), most))
    days = day[:, None] + np.cumsum(gaps, axis=1)
    sign_up, place = np.nonzero(days < np.minimum(left, clock.days)[:, None])
    silent = np.flatnonzero(is_silent & (left < NEVER))
    return np.concatenate([sign_up, silent]), np.concatenate([days[sign_up, place], left[silent]])
