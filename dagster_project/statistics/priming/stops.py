"""Stops of sending and the returns that each one cost.

What would have come is what the mean of the last eight sending weeks, sent on and on, would have brought from the stop
until the restart and `steady_weeks`, or 26 weeks, or the end of the data, less what the outflows after the stop bring
in that time. The tail of what was sent before the stop comes either way. Holds the rule and the sum.
"""

import math
import zlib
from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, LAG_NAMES, Doubles
from dagster_project.statistics.priming.shape import LIMITS
from dagster_project.statistics.priming.spells import longest_pause
from dagster_project.statistics.priming.verdicts import Judgement

REFERENCE_WEEKS = 8
_LONGEST_WEEKS = 26
_YEAR_WEEKS = 52
_ONSET, _STEADY = LAG_NAMES.index("onset_weeks"), LAG_NAMES.index("steady_weeks")


@dataclass(frozen=True)
class Stop:
    """A spell of sending and its end, in week numbers; `restarted` is None if sending never began again."""

    started: int
    stopped: int
    restarted: int | None

    @property
    def weeks_run(self) -> int:
        """Weeks from the first sending week to the last, both included."""
        return self.stopped - self.started


@dataclass(frozen=True)
class Forgone:
    """Returns that a stop cost, with 90 % limits, and the outflows that it saved, over so many weeks."""

    returns: float
    low: float
    high: float
    outflows: float
    weeks: int


def find_stops(sends: Doubles) -> list[Stop]:
    """Where silence lasted longer than the larger of 4 weeks and three median gaps.

    A week that was silent a year before too does not count, from the second year on: that is the season.
    """
    sending = np.flatnonzero(sends).tolist()
    if not sending:
        return []
    pause = longest_pause(sends)
    stops, started = [], sending[0]
    for last, following in zip(sending, [*sending[1:], len(sends)], strict=True):
        silent = [
            week
            for week in range(last + 1, following)
            if week - _YEAR_WEEKS < sending[0] or sends[week - _YEAR_WEEKS] > 0
        ]
        if len(silent) > pause:
            stops.append(Stop(started, last + 1, following if following < len(sends) else None))
            started = following
    return stops


def was_primed(stop: Stop, finding: Finding, judgement: Judgement) -> bool | None:
    """Whether the spell outlasted the onset; None between its limits, or where these are not known."""
    if not judgement.are_lags_known or finding.shape is None:
        return None
    if stop.weeks_run >= finding.shape.high[_ONSET]:
        return True
    return False if stop.weeks_run < finding.shape.low[_ONSET] else None


def forgone(stop: Stop, sends: Doubles, finding: Finding, mean_sends: float, name: str) -> Forgone | None:
    """What the stop cost, by every draw of the kernel, with counting noise; None where no kernel was fitted.

    Args:
        stop: in the weeks of `sends`.
        sends: outflows by week of what was stopped.
        finding: of the fit whose draws are used.
        mean_sends: outflows per week to which the draws refer.
        name: seeds the counting noise.
    """
    if finding.shape is None:
        return None
    end = _end_of(stop, float(finding.shape.lags[_STEADY]), len(sends))
    before = np.flatnonzero(sends[: stop.stopped])[-REFERENCE_WEEKS:]
    missed = sends[before].mean() - sends[stop.stopped : end]
    draws = np.maximum(finding.shape.draws.sum(axis=1), 0.0)
    shares = np.maximum(finding.shape.draws, 0.0)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    arrived = np.cumsum(shares, axis=1)[:, np.minimum(np.arange(end - stop.stopped), KERNEL_WEEKS - 1)]
    expected = draws * (arrived[:, ::-1] @ missed) / mean_sends
    going_on = draws * (arrived[:, ::-1].sum(axis=1) * sends[before].mean()) / mean_sends
    luck = np.random.default_rng(zlib.crc32(name.encode())).poisson(going_on) - going_on
    low, high = (float(limit) for limit in np.quantile(expected + luck, LIMITS))
    return Forgone(float(np.median(expected)), low, high, float(missed.sum()), end - stop.stopped)


def _end_of(stop: Stop, steady: float, weeks: int) -> int:
    end = min(weeks, stop.stopped + _LONGEST_WEEKS)
    return end if stop.restarted is None else min(end, stop.restarted + math.ceil(steady))
