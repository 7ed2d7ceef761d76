"""Verdicts in words: what was found, why more cannot be told, and what would settle it.

Holds sentences. Must not decide.
"""

from dagster_project.statistics.priming.design import SHORTEST_WEEKS
from dagster_project.statistics.priming.fit import FEWEST_RETURNS
from dagster_project.statistics.priming.kernels import LAG_NAMES
from dagster_project.statistics.priming.pause import LIFT_TO_FIND, weeks_to_pause
from dagster_project.statistics.priming.segments import Judged

_ONSET, _PEAK = LAG_NAMES.index("onset_weeks"), LAG_NAMES.index("peak_weeks")
_UNPROVEN = {
    "timed with the season": "Outflows were sent at the same time of each year, so that season and effect look alike.",
    "sends follow returns": "More was sent after more had come: the outflows follow the returns, not the other way.",
    "one start": "Sending started once only; whatever else changed in those weeks would look the same.",
    "too weak to tell": "The returns vary too much, or the outflows too little, to see an effect or to rule it out.",
}
_MISSING = {
    "no outflows": "Nothing was sent in the weeks observed.",
    "no returns": f"Fewer than {FEWEST_RETURNS} returns came in the weeks observed.",
}


def reason_of(judged: Judged) -> str:
    """The verdict on one segment in one to three sentences."""
    finding, judgement = judged.finding, judged.judgement
    if judgement.cause == "too short":
        return _too_short(finding.weeks)
    if judgement.cause in _MISSING:
        return _MISSING[judgement.cause]
    if judgement.verdict == "no_effect":
        return f"No effect was found, and one worth having is ruled out: {_returns(judged)}."
    if judgement.verdict == "cannot_tell":
        return f"{_unproven(judged)} {_settle(judged)}"
    assert finding.shape is not None  # noqa: S101 -- an effect is shown
    low, high = finding.shape.low[_ONSET], finding.shape.high[_ONSET]
    begins = (
        f"Returns start to flow {finding.shape.lags[_ONSET]:.1f} weeks ({low:.1f} to {high:.1f}) after the outflows"
    )
    return f"{begins} and are most after {finding.shape.lags[_PEAK]:.0f} weeks; {_returns(judged)}."


def _too_short(weeks: int) -> str:
    if weeks < SHORTEST_WEEKS:
        return f"{weeks} weeks are observed; season and outflows need {SHORTEST_WEEKS} to be told apart."
    return f"{weeks} weeks are observed; season, starts, ends and other outflows may account for all changes in them."


def _unproven(judged: Judged) -> str:
    cause, shape = judged.judgement.cause or "", judged.finding.shape
    if cause == "onset near two weeks" and shape is not None:
        between = f"between {shape.low[_ONSET]:.1f} and {shape.high[_ONSET]:.1f} weeks after the outflows"
        return f"There is an effect ({_returns(judged)}), but it begins {between}: at once or delayed, both fit."
    if cause == "sends hardly vary":
        if judged.judgement.has_effect:
            return f"There is an effect ({_returns(judged)}), but the outflows vary too little to tell its delay."
        return "As much was sent every week: there is nothing to compare with."
    if cause.startswith("moves with "):
        return f"It is sent together with {cause.removeprefix('moves with ')}: which of the two works cannot be told."
    return _UNPROVEN[cause]


def _settle(judged: Judged) -> str:
    weekly, finding, regions = judged.segment.weekly, judged.finding, judged.segment.regions
    for parts, where in ((regions, "one region"), (1, "it everywhere")) if regions > 1 else ((1, "it"),):
        pause = weeks_to_pause(weekly, finding, parts)
        if pause is not None:
            return (
                f"To settle it, pause {where} for {pause} weeks: that would show a lift of {LIFT_TO_FIND:.0%} or more."
            )
    return f"Even a pause of a year would not show a lift of {LIFT_TO_FIND:.0%}: more returns are needed."


def _returns(judged: Judged) -> str:
    effect = judged.finding.effect
    assert effect is not None  # noqa: S101 -- something was fitted
    return f"1,000 outflows bring {effect.value:.1f} returns ({effect.low:.1f} to {effect.high:.1f})"
