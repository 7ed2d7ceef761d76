"""Shapley values of channels, by their closed form over sets of channels.

Holds the formula. Must not know what a channel is called nor where paths were counted.

In the game a set of channels wins the conversions of all paths that it covers: those whose channels it holds. Its
Shapley value divides each conversion equally among the channels of its path, however often and in whatever order they
stand there (Zhao, Mahboobi and Bagheri, Shapley Value Methods for Attribution Modeling in Online Advertising, 2018).
The ordered variant says at which stages of the path a channel has its part: equally at each of its places.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Place:
    """`amount` (conversions, or cents) of paths with so many `channels`, where `channel` has so many `places`.

    One of these places is at `stage`. A path adds its amount once for every place.
    """

    channel: int
    stage: int
    channels: int
    places: int
    amount: int


def values(places: Iterable[Place]) -> dict[int, Fraction]:
    """The Shapley value of each channel: what it has of all amounts, exactly."""
    summed: dict[int, Fraction] = defaultdict(Fraction)
    for (channel, _), value in values_by_stage(places).items():
        summed[channel] += value
    return dict(summed)


def values_by_stage(places: Iterable[Place]) -> dict[tuple[int, int], Fraction]:
    """The ordered variant: what each channel has at each stage; over the stages it is the channel's Shapley value."""
    summed: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for place in places:
        summed[place.channel, place.stage] += Fraction(place.amount, place.channels * place.places)
    return dict(summed)
