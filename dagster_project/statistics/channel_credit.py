"""What Markov and Shapley give to each channel, with intervals and with what the data cannot tell.

Holds the division of one kind of conversion in one scope. Must not read a table (`channel_credit_store.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from dagster_project.statistics.apportionment import apportioned
from dagster_project.statistics.markov import (
    CONVERSION,
    HIGHEST_ORDER,
    Floats,
    Integers,
    Steps,
    first_order_effects,
    removal_effects,
    shares_of_effects,
)
from dagster_project.statistics.shapley import Place, values, values_by_stage

NOBODY = 0
"""The number of the channel that stands for conversions without touchpoint."""
BILLION = 1_000_000_000
REPLICATES = 200
_SEED = 20_160_901
FEWEST_GROUPS = 10
"""Below so many groups of units, intervals from resampling them say nothing."""
MOST_CHANNELS = 300
"""Of more there are no intervals: each replicate turns a matrix of channel by channel."""
SAME_PATHS = 0.95
"""Two channels that share so much of the paths of either cannot be told apart by any model of paths."""


@dataclass(frozen=True)
class Conversions:
    """The conversions of one type in one scope, as the paths to them were counted.

    Row i of `group_steps` and of `group_shapley` is about one group of units: counts of `steps`, Shapley values of
    `channels`. `cents` are places with revenue, empty where the type has none. `together` says for two channels how
    many converting paths have both, for one twice how many have it.
    """

    steps: Steps
    group_steps: Floats
    places: Sequence[Place]
    cents: Sequence[Place]
    channels: Integers
    group_shapley: Floats
    together: Mapping[tuple[int, int], int]

    @cached_property
    def alike(self) -> dict[int, int]:
        """For each channel the one that shares most converting paths with it, if nearly all of either."""
        return alike_channels(self.together)


@dataclass(frozen=True)
class ChannelCredit:
    """What a model gives to a channel: billionths of conversions, cents, and its share of all conversions."""

    model: str
    channel: int
    billionths: int
    cents: int | None
    share: float
    low: float | None
    high: float | None
    removal_effect: float | None
    same_as: int | None


def divide(conversions: Conversions) -> list[ChannelCredit]:
    """Markov of order 1 to 3 and Shapley, each channel and `NOBODY`; empty without conversions."""
    shapley = values(conversions.places)
    total = sum(shapley.values(), Fraction(0))
    if not total:
        return []
    weights = _resampled(len(conversions.group_steps), len(conversions.channels))
    given = _credits("shapley", conversions, shapley, _shapley_limits(conversions, weights), {})
    for order in range(1, HIGHEST_ORDER + 1):
        channels, effects = removal_effects(conversions.steps, order)
        name = "markov" if order == 1 else f"markov_{order}"
        limits = _markov_limits(conversions, weights) if order == 1 else {}
        shares = dict(zip(channels.tolist(), shares_of_effects(effects).tolist(), strict=True))
        met = dict(zip(channels.tolist(), effects.tolist(), strict=True))
        given += _credits(name, conversions, shares, limits, met)
    return given


def divide_by_stage(conversions: Conversions) -> dict[tuple[int, int], int]:
    """The ordered Shapley variant: billionths of conversions per channel and stage."""
    staged = values_by_stage(conversions.places)
    total = sum(staged.values(), Fraction(0))
    return apportioned(int(total) * BILLION, staged)


def alike_channels(together: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """For each channel the one that shares most converting paths with it, where those are nearly all of either."""
    best: dict[int, tuple[float, int]] = {}
    for (one, other), both in together.items():
        share = both / (together[one, one] + together[other, other] - both)
        if one != other and share >= SAME_PATHS:
            best[one] = max(best.get(one, (0.0, 0)), (share, -other))
    return {channel: -negative for channel, (_, negative) in best.items()}


Limits = dict[int, tuple[float, float]]


def _credits(
    model: str,
    conversions: Conversions,
    weights: Mapping[int, Fraction | float],
    limits: Limits,
    effects: Mapping[int, float],
) -> list[ChannelCredit]:
    """Whole conversions without touchpoint, and the others by weights of their channels."""
    alone = sum(place.amount for place in conversions.places if place.channel == NOBODY)
    total = sum(values(conversions.places).values(), Fraction(0))
    channels = {channel: weight for channel, weight in weights.items() if channel != NOBODY}
    if not sum(channels.values()):
        channels = {}  # a chain in which nothing converts divides nothing; the laws miss what it should have divided
    billionths = apportioned((int(total) - alone) * BILLION if channels else 0, channels)
    cents: dict[int, int] | None = None
    if conversions.cents:
        alone_cents = sum(place.amount for place in conversions.cents if place.channel == NOBODY)
        revenue = values(conversions.cents)
        shared = sum(revenue.values(), Fraction(0)) - alone_cents
        by = {channel: revenue.get(channel, Fraction(0)) for channel in channels} if model == "shapley" else channels
        cents = apportioned(
            int(shared) if channels else 0, by if shared > 0 and min(by.values(), default=0) >= 0 else channels
        )
        cents |= {NOBODY: alone_cents} if alone else {}
    billionths |= {NOBODY: alone * BILLION} if alone else {}
    return [
        ChannelCredit(
            model=model,
            channel=channel,
            billionths=amount,
            cents=None if cents is None else cents[channel],
            share=float(Fraction(amount, BILLION) / total),
            low=limits[channel][0] if channel in limits else None,
            high=limits[channel][1] if channel in limits else None,
            removal_effect=effects.get(channel),
            same_as=conversions.alike.get(channel),
        )
        for channel, amount in sorted(billionths.items())
    ]


def _resampled(groups: int, channels: int) -> Floats:
    """How often each group stands in each replicate; no replicates of too few groups or too many channels."""
    if groups < FEWEST_GROUPS or channels > MOST_CHANNELS:
        return np.zeros((0, groups))
    random = np.random.default_rng(_SEED)
    drawn: Floats = random.multinomial(groups, np.full(groups, 1 / groups), REPLICATES).astype(np.float64)
    return drawn


def _shapley_limits(conversions: Conversions, weights: Floats) -> Limits:
    return _limits(conversions.channels, shares_of_effects(weights @ conversions.group_shapley))


def _markov_limits(conversions: Conversions, weights: Floats) -> Limits:
    """Markov divides what has a path; what has none varies with the sample as well."""
    sampled = weights @ conversions.group_steps
    alone = (weights @ conversions.group_shapley)[:, conversions.channels == NOBODY].sum(axis=1)
    shared = sampled[:, conversions.steps.following == CONVERSION].sum(axis=1)
    part = np.divide(shared, shared + alone, out=np.zeros_like(shared), where=shared + alone > 0)
    shares = shares_of_effects(first_order_effects(conversions.steps, sampled)) * part[:, np.newaxis]
    return _limits(conversions.steps.channels, shares)


def _limits(channels: Integers, shares: Floats) -> Limits:
    """The middle 95 % of the replicates, per channel."""
    if not len(shares):
        return {}
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    return {int(channel): (float(low[i]), float(high[i])) for i, channel in enumerate(channels)}
