"""Keep on, judge later, or stop; and how much to send for a number of returns.

Holds the two rules, on a kernel and an effect that were fitted elsewhere. Must not fit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles
from dagster_project.statistics.priming.shape import LIMITS

FEWEST_REFERENCES = 10
FEWEST_EXPECTED = 3.0
_UNLIKELY = 0.025
"""A series is looked at again every week: at 5 % a look, 5.6 % of working series were stopped in one of three looks."""
_NO_SPREAD = 1e-6


@dataclass(frozen=True)
class Reference:
    """Another segment: what it sent and what came of it, whether it was stopped early or not."""

    outflows: float
    returns: float


@dataclass(frozen=True)
class Advice:
    """What to do with a running series; `judge_in_week` counts from its start, None where nothing can be said."""

    advice: Literal["stop", "keep", "judge in week", "cannot_tell"]
    judge_in_week: int | None
    expected: float | None
    reason: str


@dataclass(frozen=True)
class Plan:
    """Outflows a week from now on for so many returns a week, with 90 % limits; `high` None: there is no limit."""

    value: float
    low: float
    high: float | None
    earliest_week: int | None


def advise(sends: Doubles, returns: float, kernel: Doubles, references: Sequence[Reference]) -> Advice:
    """Whether a running series may be judged, and what follows.

    Stopping is advised only where the returns are as few as only one in forty series of the reference's rate would
    have by now, chance and their differences counted, and three or more were to be expected: before that, few returns
    are what any good series shows.

    Args:
        sends: outflows by week of the series, from its first week to now.
        returns: what it brought so far, beyond the baseline.
        kernel: share of the returns by lag.
        references: other segments, those that were stopped early included.
    """
    if len(references) < FEWEST_REFERENCES:
        reason = f"{len(references)} other segments are known; {FEWEST_REFERENCES} are needed to compare with."
        return Advice("cannot_tell", None, None, reason)
    sent = sum(each.outflows for each in references)
    rate = sum(each.returns for each in references) / sent if sent > 0 else 0.0
    expected = rate * _ripe(sends, kernel)
    if expected < FEWEST_EXPECTED:
        week = _week_to_judge(sends, kernel, rate)
        if week is None:
            return Advice("cannot_tell", None, expected, "So few outflows never bring enough returns to judge by.")
        reason = f"By now {expected:.1f} returns are to be expected: too few to judge. Judge in week {week}."
        return Advice("judge in week", week, expected, reason)
    told = f"{returns:.0f} returns came where {expected:.1f} were to be expected"
    if returns <= _quantile(expected, _spread(references, rate), _UNLIKELY):
        return Advice("stop", len(sends), expected, f"{told}: fewer than in one of forty series.")
    return Advice("keep", len(sends), expected, f"{told}.")


def plan_outflows(draws: Doubles, wanted: float, by_week: int, affordable: float | None = None) -> Plan | None:
    """Outflows a week from now on that bring `wanted` more returns a week by week `by_week`.

    Args:
        draws: returns per outflow, draw × lag.
        wanted: returns a week.
        by_week: weeks from now; week 1 is the first week of sending.
        affordable: outflows a week at most; with it `earliest_week` is the first week in which they bring as much.
    """
    if by_week < 1 or wanted <= 0:
        return None
    arrived = np.cumsum(draws, axis=1)
    of_week = arrived[:, min(by_week, draws.shape[1]) - 1]
    middle, low, high = (float(each) for each in np.quantile(of_week, (0.5, *LIMITS)))
    if middle <= 0:
        return None
    earliest = None
    if affordable is not None:
        reached = np.flatnonzero(np.median(arrived, axis=0) * affordable >= wanted)
        earliest = int(reached[0]) + 1 if len(reached) else None
    return Plan(wanted / middle, wanted / high, wanted / low if low > 0 else None, earliest)


def _ripe(sends: Doubles, kernel: Doubles) -> float:
    """Outflows whose returns have come by now: each counts by the share of the kernel that its age has passed."""
    arrived = np.cumsum(kernel)
    age = np.minimum(np.arange(len(sends))[::-1], len(kernel) - 1)
    return float(sends @ arrived[age])


def _week_to_judge(sends: Doubles, kernel: Doubles, rate: float) -> int | None:
    """The week by which three returns are to be expected if sending goes on at its mean."""
    longer = sends
    for _ in range(4 * KERNEL_WEEKS):
        longer = np.append(longer, sends.mean())
        if rate * _ripe(longer, kernel) >= FEWEST_EXPECTED:
            return len(longer)
    return None


def _spread(references: Sequence[Reference], rate: float) -> float:
    """By how much the references differ beyond chance: the squared coefficient of variation of their rates."""
    means = [rate * each.outflows for each in references]
    beyond = sum((each.returns - mean) ** 2 - mean for each, mean in zip(references, means, strict=True))
    squares = sum(mean**2 for mean in means)
    return max(beyond / squares, 0.0) if squares > 0 else 0.0


def _quantile(mean: float, spread: float, share: float) -> int:
    """The largest count that `share` of series have at most; −1 if even 0 has more.

    Counts are Poisson where series do not differ, else negative binomial with variance mean + spread × mean².
    """
    count, total = -1, 0.0
    term = math.exp(-mean) if spread < _NO_SPREAD else (1 + spread * mean) ** (-1 / spread)
    while total + term <= share:
        total += term
        count += 1
        term *= mean * (1 + spread * count) / (1 + spread * mean) / (count + 1)
    return count
