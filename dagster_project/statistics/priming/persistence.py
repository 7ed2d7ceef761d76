"""Whether outflows bring more the longer a spell lasts: returns per 1,000 by age of the spell, threshold or linear.

The outflows are parted by the week of their spell, each part has an effect of its own, and all share the kernel that
was fitted. Holds the fit and its verdict. Must not decide whether there is an effect at all.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.priming.accounted import account_for, sizes_of
from dagster_project.statistics.priming.columns import lagged
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.noise import noise_over
from dagster_project.statistics.priming.panel import build_panel_regression
from dagster_project.statistics.priming.regression import Regression, build_regression
from dagster_project.statistics.priming.segments import Judged
from dagster_project.statistics.priming.spells import spells

AGES = ((1, 4), (5, 8), (9, 13), (14, None))
AGE_NAMES = tuple(f"weeks_{first:02}_up" if last is None else f"weeks_{first:02}_to_{last:02}" for first, last in AGES)
_LEAST_SHARE = 0.03
"""An age at which less of all outflows was sent has no effect of its own."""
_NOTHING = 0.01
"""What has to be left of an age beside all that is accounted for, as a share of the most that any age brings."""
_NORMAL_90 = 1.645


@dataclass(frozen=True)
class Persistence:
    """Returns per 1,000 outflows by age of the spell (None where too little was sent), and what follows.

    threshold: the first weeks bring less than the last ones; linear: all bring alike, within a half; else cannot_tell.
    """

    by_age: tuple[Estimate | None, ...]
    verdict: Literal["threshold", "linear", "cannot_tell"]


def by_age(judged: Judged) -> Persistence | None:
    """Of a fit that shows an effect; None without one."""
    finding, segment = judged.finding, judged.segment
    if finding.shape is None or finding.evidence is None or not judged.judgement.has_effect:
        return None
    panel, channel = segment.panel, segment.channel
    sends = segment.weekly.sends[channel][None, :] if panel is None else panel.sends[channel]
    parts = _parts(sends)
    used = [at for at, part in enumerate(parts) if part.sum() >= _LEAST_SHARE * sends.sum()]
    if panel is None:
        regression = build_regression(segment.weekly, channel)
        scale = regression.baseline[:, :1]
        columns = [lagged(parts[at][0]) * scale @ finding.shape.kernel for at in used]
    else:
        regression = build_panel_regression(panel, channel)
        columns = [
            (each := build_panel_regression(replace(panel, sends={**panel.sends, channel: parts[at]}), channel)).lags
            @ finding.shape.kernel
            * each.mean_sends
            for at in used
        ]
    parted = _beside(regression, np.column_stack(columns) / 1000, finding.evidence.process)
    used = [used[at] for at in parted.known]
    if not used:
        return None
    effects, covariance = _fit(parted)
    errors = _NORMAL_90 * np.sqrt(np.diag(covariance))
    found: list[Estimate | None] = [None] * len(AGES)
    for place, at in enumerate(used):
        found[at] = Estimate(*(float(effects[place] + sign * errors[place]) for sign in (0, -1, 1)))
    return Persistence(tuple(found), _verdict(effects, covariance))


def _parts(sends: Doubles) -> list[Doubles]:
    """Sends by age of their spell, row by row."""
    age = np.zeros(sends.shape, dtype=np.int64)
    for row, series in enumerate(sends):
        for first, last in spells(series):
            age[row, first : last + 1] = np.arange(1, last - first + 2)
    return [sends * ((age >= first) & (age <= (last or age.max()))) for first, last in AGES]


@dataclass(frozen=True)
class _Parted:
    """Returns and the columns of `known` ages, whitened and freed of what is accounted for; `free` weeks beside that.

    An age of which nothing is left, since only the feeding weeks had it or a single start explains it, is not known.
    """

    came: Doubles
    columns: Doubles
    known: list[int]
    free: int


def _beside(regression: Regression, columns: Doubles, process: int) -> _Parted:
    whitener = noise_over(regression.weeks).whiteners[process]
    own = regression.accounted
    accounted = account_for(whitener @ own.each, regression.whitened(whitener, own.shared), own.panels)
    whole = regression.whitened(whitener, columns)
    freed = accounted.freed(whole)
    known = np.flatnonzero(sizes_of(freed) > _NOTHING * sizes_of(whole).max()).tolist()
    came = accounted.freed(regression.whitened(whitener, regression.returns))
    return _Parted(came, freed[:, known], known, len(came) - accounted.columns)


def _fit(parted: _Parted) -> tuple[Doubles, Doubles]:
    freed, came = parted.columns, parted.came
    inverse = np.linalg.pinv(freed.T @ freed, rcond=1e-10)
    effects = inverse @ (freed.T @ came)
    left = came - freed @ effects
    free = max(parted.free - len(effects), 1)
    return np.asarray(effects), np.asarray(inverse * float(left @ left) / free)


def _verdict(effects: Doubles, covariance: Doubles) -> Literal["threshold", "linear", "cannot_tell"]:
    if len(effects) < 2:
        return "cannot_tell"
    contrast = np.zeros(len(effects))
    contrast[[0, -1]] = -1, 1
    more = float(contrast @ effects)
    reach = _NORMAL_90 * float(np.sqrt(contrast @ covariance @ contrast))
    if more - reach > 0:
        return "threshold"
    half = 0.5 * abs(float(effects.mean()))
    return "linear" if -half < more - reach and more + reach < half else "cannot_tell"
