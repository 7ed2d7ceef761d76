"""Tables of paths for tests: steps and places counted from them, and credit by definition instead of by formula."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from dagster_project.statistics.markov import CONVERSION, NOTHING, Steps
from dagster_project.statistics.shapley import Place

Path = tuple[tuple[int, ...], int, int]
"""Channels in order, how many such paths convert, how many end without."""

DP6: list[Path] = [
    (channels, 3, 0)
    for channels in [(1,), (1, 2), (1, 2, 3), (2,), (2, 1), (2, 3, 1), (3,), (3, 1), (3, 2, 1)]  # A, B, C
]
HAND: list[Path] = [((1, 2, 3), 1, 0), ((1,), 0, 1), ((2, 3), 0, 1)]


def random_paths(seed: int, channels: int = 4, paths: int = 30) -> list[Path]:
    """Paths of one to five steps in which no channel follows itself; some convert, some do not, some do both."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(paths):
        drawn = random.integers(1, channels + 1, random.integers(1, 6)).tolist()
        steps = tuple(channel for channel, _ in itertools.groupby(drawn))
        made.append((steps, int(random.integers(0, 3)), int(random.integers(0, 4))))
    return [*made, ((1, 2), 1, 1)]


def steps_of(paths: Sequence[Path]) -> Steps:
    """The steps of all paths."""
    counted: Counter[tuple[tuple[int, int, int], int]] = Counter()
    for channels, *ends in paths:
        for end, times in zip((CONVERSION, NOTHING), ends, strict=True):
            before = (0, 0, 0)
            for following in (*channels, end):
                counted[before, following] += times
                before = (following, *before[:2])
    found = [key for key, times in counted.items() if times]
    return Steps(
        np.array([before for before, _ in found]),
        np.array([following for _, following in found]),
        np.array([float(counted[key]) for key in found]),
    )


def places_of(paths: Sequence[Path]) -> list[Place]:
    """The places of all converting paths."""
    return [
        Place(channel, stage, len(set(channels)), channels.count(channel), conversions)
        for channels, conversions, _ in paths
        for stage, channel in enumerate(channels, start=1)
    ]


def shapley_by_permutations(paths: Sequence[Path]) -> dict[int, float]:
    """What each channel adds to those before it, averaged over all orders in which channels can join."""
    players = sorted({channel for channels, *_ in paths for channel in channels})
    added = dict.fromkeys(players, 0.0)
    for order in itertools.permutations(players):
        for place, player in enumerate(order):
            added[player] += _covered(paths, order[: place + 1]) - _covered(paths, order[:place])
    return {player: value / math.factorial(len(players)) for player, value in added.items()}


def _covered(paths: Sequence[Path], channels: Sequence[int]) -> int:
    return sum(conversions for path, conversions, _ in paths if set(path) <= set(channels))


def walked_conversions(paths: Sequence[Path], order: int, removed: int | None, walks: int, seed: int) -> float:
    """The share of walks over the counted steps that convert, walked one by one; who meets `removed` does not."""
    random = np.random.default_rng(seed)
    following: dict[tuple[int, ...], tuple[list[int], list[float]]] = {}
    counted: Counter[tuple[tuple[int, ...], int]] = Counter()
    for channels, *ends in paths:
        for end, times in zip((CONVERSION, NOTHING), ends, strict=True):
            history: tuple[int, ...] = ()
            for step in (*channels, end):
                counted[history, step] += times
                history = (*history, step)[-order:]
    for (history, step), times in counted.items():
        if times:
            steps, weights = following.setdefault(history, ([], []))
            steps.append(step)
            weights.append(float(times))
    converted = 0
    for _ in range(walks):
        history = ()
        while True:
            steps, weights = following[history]
            step = steps[random.choice(len(steps), p=np.array(weights) / sum(weights))]
            if step in (CONVERSION, NOTHING, removed):
                converted += step == CONVERSION
                break
            history = (*history, step)[-order:]
    return converted / walks
