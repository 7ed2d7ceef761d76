"""Verdicts on the effect of a channel and on its delay, each with a cause and with what would settle it.

Holds the rules and their words. Must not compute an estimate.
"""

from dataclasses import dataclass
from typing import Literal

from dagster_project.statistics.priming.design import LEAST_BESIDE_OTHERS, LEAST_BESIDE_SEASON, Kept
from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, LAG_NAMES
from dagster_project.statistics.priming.shape import Shape

Verdict = Literal["primes", "immediate", "no_effect", "cannot_tell"]
SIGNIFICANT = 0.05
DELAYED_FROM = 2.0
"""An onset of two weeks or more is priming, below it the effect is immediate."""
WIDEST_PEAK = (KERNEL_WEEKS - 1) / 2
MIN_LIFT = 0.10
"""Without costs, an effect is worth knowing if it lifts returns by a tenth."""
_ONSET, _PEAK = LAG_NAMES.index("onset_weeks"), LAG_NAMES.index("peak_weeks")


@dataclass(frozen=True)
class Judgement:
    """A verdict: `cause` names why it cannot be told (None otherwise), `has_effect` is None where that is unknown.

    `are_lags_known` is false where the lags must not be shown.
    """

    verdict: Verdict
    has_effect: bool | None
    cause: str | None
    are_lags_known: bool


def judge(finding: Finding, q_value: float, min_effect: float | None = None) -> Judgement:
    """The verdict on one finding.

    Args:
        finding: of the fit.
        q_value: of its test among all segments.
        min_effect: returns per 1,000 outflows that are worth while; None: a tenth of the baseline.
    """
    cause = blocking_cause(finding)
    if cause is not None:
        return Judgement("cannot_tell", None, cause, False)
    assert finding.shape is not None and finding.effect is not None and finding.kept is not None  # noqa: S101
    if q_value >= SIGNIFICANT:
        least = min_effect if min_effect is not None else least_effect(finding)
        if finding.effect.high < least:
            return Judgement("no_effect", False, None, False)
        unproven = "one start" if finding.kept.is_single_start else "too weak to tell"
        return Judgement("cannot_tell", None, unproven, False)
    return _judge_delay(finding.shape)


def _judge_delay(shape: Shape) -> Judgement:
    """The verdict on an effect that is shown."""
    if shape.high[_PEAK] - shape.low[_PEAK] > WIDEST_PEAK:
        return Judgement("cannot_tell", True, "sends hardly vary", False)
    if shape.low[_ONSET] >= DELAYED_FROM:
        return Judgement("primes", True, None, True)
    if shape.high[_ONSET] < DELAYED_FROM:
        return Judgement("immediate", True, None, True)
    return Judgement("cannot_tell", True, "onset near two weeks", True)


def least_effect(finding: Finding) -> float:
    """Returns per 1,000 outflows that lift the baseline by a tenth."""
    effect = finding.effect.value if finding.effect is not None else 0.0
    baseline = finding.returns_per_week - max(effect, 0.0) * finding.sends_per_week / 1000
    baseline = max(baseline, 0.25 * finding.returns_per_week)
    return 1000 * MIN_LIFT * baseline / max(finding.sends_per_week, 1e-12)


def blocking_cause(finding: Finding) -> str | None:
    """Why no effect may be claimed, whatever the test says; None if nothing stands against it."""
    if finding.missing is not None:
        return finding.missing
    assert finding.kept is not None and finding.evidence is not None  # noqa: S101 -- nothing is missing
    return design_cause(finding.kept) or ("sends follow returns" if finding.evidence.p_leads < SIGNIFICANT else None)


def design_cause(kept: Kept) -> str | None:
    """What in the schedule forbids a claim."""
    if kept.beside_season < LEAST_BESIDE_SEASON:
        return "timed with the season"
    if kept.beside_baseline < LEAST_BESIDE_OTHERS:
        return "sends hardly vary"
    if kept.beside_start < LEAST_BESIDE_OTHERS:
        return "one start"
    if kept.beside_all < LEAST_BESIDE_OTHERS:
        closest = min(kept.beside_each, key=lambda name: kept.beside_each[name])
        return f"moves with {closest}"
    return None
