"""Spells of sending in a series of weekly sends: when they start, and what may follow a single start.

Holds the rule of silences, that of stops. Must not see returns.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles

SHORTEST_SILENCE, MEDIAN_GAPS = 4, 3
STARTS_APART = 26
_STEP_WEEKS = 2


def longest_pause(sends: Doubles) -> float:
    """Weeks of silence that still belong to a spell: the larger of 4 and three median gaps between sending weeks."""
    sending = np.flatnonzero(sends).tolist()
    gaps = [later - earlier for earlier, later in pairwise(sending)]
    return max(SHORTEST_SILENCE, MEDIAN_GAPS * median(gaps)) if gaps else SHORTEST_SILENCE


def spells(sends: Doubles) -> list[tuple[int, int]]:
    """First and last sending week of each spell."""
    found: list[tuple[int, int]] = []
    pause = longest_pause(sends)
    for week in np.flatnonzero(sends).tolist():
        if found and week - found[-1][1] - 1 <= pause:
            found[-1] = (found[-1][0], week)
        else:
            found.append((week, week))
    return found


def starts(sends: Doubles) -> list[int]:
    """Weeks in which sending started after a silence that was seen; sending in the very first weeks is no start."""
    pause = longest_pause(sends)
    return [first for first, _ in spells(sends) if first > pause]


def starts_apart(weeks: Sequence[int]) -> int:
    """How many of these starts lie at least 26 weeks apart."""
    count, last = 0, -STARTS_APART
    for week in sorted(weeks):
        if week - last >= STARTS_APART:
            count, last = count + 1, week
    return count


def responses_to_start(sends: Doubles, other_starts: Sequence[int]) -> Doubles:
    """Steps 0 … 26 weeks after the only start and after each end of sending, week × step; no column with two starts.

    A single start proves nothing, since whatever else changed in the weeks after it looks the same; neither does a
    single end. With these columns beside it only what varies within the spell counts.
    """
    own = starts(sends)
    if starts_apart([*own, *other_starts]) >= 2:
        return np.zeros((len(sends), 0))
    pause = longest_pause(sends)
    ends = [last + 1 for _, last in spells(sends) if len(sends) - 1 - last > pause]
    week = np.arange(len(sends))
    changes = [first + lag for first in own for lag in range(KERNEL_WEEKS)]
    changes += [first + lag for first in ends for lag in range(0, KERNEL_WEEKS, _STEP_WEEKS)]
    steps = [(week >= change).astype(np.float64) for change in sorted(set(changes)) if change < len(sends)]
    return np.stack(steps, axis=1) if steps else np.zeros((len(sends), 0))
