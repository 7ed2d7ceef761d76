"""The five reasons given for stopping, each held against the data: confirmed, refuted, or not to be told.

Holds the rules and their words. Must not fit (`season.py`, `fit.py`) nor read a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dagster_project.statistics.intervals import Estimate, wilson
from dagster_project.statistics.priming.columns import FEED_WEEKS
from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import LAG_NAMES
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.season import (
    FEWEST_YEARS,
    expected_returns,
    other_years,
    seasonal_index,
)
from dagster_project.statistics.priming.segments import Judged
from dagster_project.statistics.priming.stops import Stop

Verdict = Literal["confirmed", "refuted", "cannot_tell"]
SEASON_WEEKS = 13
"""A stop speaks of the season that it begins with: a quarter at most."""
WEAK_SEASON = 0.9
"""A season is weak if it brings less than nine tenths of the year's mean."""
ANSWER_WEEKS, FEWEST_ANSWERS = 8, 10
UNHANDLED = 0.5
"""Nobody is there if more than half of the returns are left without an answer for a week."""
TELLING_BAND = 0.5
"""A band that begins below half of what is expected could not show that returns have halved."""
_ONSET = LAG_NAMES.index("onset_weeks")


@dataclass(frozen=True)
class Answers:
    """A week of the sources that record answers: returns old enough to be judged, and those answered in 7 days."""

    week: int
    returns: int
    answered: int


@dataclass(frozen=True)
class Case:
    """A stop with all that the reasons are judged by.

    `basis` is the fit that shows an effect of what was stopped, None without one; `own` the channel's own fit. `cost`
    is of an outflow, `revenue` of a return; None where it is not known. `earlier` is the spell before, None without.
    """

    stop: Stop
    channel: str
    weekly: Weekly
    own: Judged
    basis: Judged | None
    earlier: Stop | None
    answers: Sequence[Answers]
    cost: float | None
    revenue: float | None


@dataclass(frozen=True)
class Reason:
    """What was found on a reason: `metric` names what `value` measures, `benchmark` what it is held against."""

    reason: str
    metric: str
    value: Estimate | None
    benchmark: float | None
    verdict: Verdict
    words: str


def judge_reasons(case: Case) -> list[Reason]:
    """All five reasons of a stop."""
    return [_season(case), _nobody(case), _no_results(case), _done_before(case), _no_money(case)]


def _season(case: Case) -> Reason:
    first, last = case.stop.stopped, min(_end(case), case.stop.stopped + SEASON_WEEKS) - 1
    index = None
    years = other_years(first, last, case.weekly.weeks)
    if years >= FEWEST_YEARS:
        index = seasonal_index(case.weekly, case.channel, _finding(case), first, last)
    if index is None:
        words = f"{years} other years hold these weeks; {FEWEST_YEARS} are needed to know their season."
        return Reason("not the season", "seasonal_index", None, WEAK_SEASON, "cannot_tell", words)
    verdict: Verdict = "cannot_tell"
    if index.high < WEAK_SEASON:
        verdict = "confirmed"
    elif index.low >= WEAK_SEASON:
        verdict = "refuted"
    words = (
        f"In other years these weeks bring {index.value:.0%} of the year's mean without outflows "
        f"({index.low:.0%} to {index.high:.0%}); below {WEAK_SEASON:.0%} the season is weak."
    )
    return Reason("not the season", "seasonal_index", index, WEAK_SEASON, verdict, words)


def _nobody(case: Case) -> Reason:
    weeks = range(case.stop.stopped - ANSWER_WEEKS, case.stop.stopped)
    returns = sum(each.returns for each in case.answers if each.week in weeks)
    answered = sum(each.answered for each in case.answers if each.week in weeks)
    name, metric = "nobody to handle returns", "unanswered_share"
    if returns < FEWEST_ANSWERS:
        words = (
            f"Of {returns} returns in the {ANSWER_WEEKS} weeks before is known whether they were answered; "
            f"{FEWEST_ANSWERS} are needed."
        )
        return Reason(name, metric, None, UNHANDLED, "cannot_tell", words)
    share = wilson(1 - answered / returns, returns)
    verdict: Verdict = "cannot_tell"
    if share.low > UNHANDLED:
        verdict = "confirmed"
    elif share.high < UNHANDLED:
        verdict = "refuted"
    words = (
        f"Of {returns} returns in the {ANSWER_WEEKS} weeks before, {returns - answered} had no answer after 7 days "
        f"({share.low:.0%} to {share.high:.0%})."
    )
    return Reason(name, metric, share, UNHANDLED, verdict, words)


def _no_results(case: Case) -> Reason:
    name, metric = "no or falling results", "returns"
    if case.basis is None:
        if case.own.judgement.verdict == "no_effect":
            words = "An effect worth having is ruled out."
            return Reason(name, metric, None, None, "confirmed", words)
        words = "No effect is shown, so that nobody knows how many returns were to be expected."
        return Reason(name, metric, None, None, "cannot_tell", words)
    stop = case.stop
    band = expected_returns(case.weekly, case.channel, case.basis.finding, stop.started, stop.stopped - 1)
    if band is None:
        words = "The spell lies in the weeks that only feed the fit."
        return Reason(name, metric, None, None, "cannot_tell", words)
    counted = max(stop.started, FEED_WEEKS)
    came = float(case.weekly.returns[counted : stop.stopped].sum())
    told = f"{came:.0f} returns came while it ran; {band.low:.0f} to {band.high:.0f} were to be expected"
    if came < band.low:
        words = f"{told}: fewer than the effect leads one to expect."
        return Reason(name, metric, Estimate(came, came, came), band.low, "confirmed", words)
    verdict: Verdict = "refuted" if band.low >= TELLING_BAND * band.value else "cannot_tell"
    words = f"{told}: " + ("no fewer than that." if verdict == "refuted" else "too wide a band to see a fall in.")
    return Reason(name, metric, Estimate(came, came, came), band.low, verdict, words)


def _done_before(case: Case) -> Reason:
    name, metric = "done before without result", "weeks_run"
    earlier, basis = case.earlier, case.basis
    if earlier is None:
        words = "No earlier spell is on record."
        return Reason(name, metric, None, None, "cannot_tell", words)
    ran = Estimate(earlier.weeks_run, earlier.weeks_run, earlier.weeks_run)
    if basis is None and case.own.judgement.verdict == "no_effect":
        words = f"The earlier spell ran {earlier.weeks_run} weeks, and an effect worth having is ruled out."
        return Reason(name, metric, ran, None, "confirmed", words)
    if basis is None or basis.finding.shape is None or not basis.judgement.are_lags_known:
        words = f"The earlier spell ran {earlier.weeks_run} weeks; how long it takes is not known."
        return Reason(name, metric, ran, None, "cannot_tell", words)
    low, high = (float(each[_ONSET]) for each in (basis.finding.shape.low, basis.finding.shape.high))
    if earlier.weeks_run < low:
        words = f"The earlier spell ran {earlier.weeks_run} weeks, and returns begin after {low:.1f} at the earliest."
        return Reason(name, metric, ran, low, "refuted", words)
    if earlier.weeks_run < high:
        words = f"The earlier spell ran {earlier.weeks_run} weeks, and returns begin after {low:.1f} to {high:.1f}."
        return Reason(name, metric, ran, low, "cannot_tell", words)
    words = f"The earlier spell ran {earlier.weeks_run} weeks, long enough, and an effect is shown."
    return Reason(name, metric, ran, low, "refuted", words)


def _no_money(case: Case) -> Reason:
    name, metric = "no time to spend", "net_return"
    sent = _sent(case)
    if case.cost is None or case.revenue is None:
        words = "What the outflows cost is not known." if case.cost is None else "What a return is worth is not known."
        return Reason(name, metric, None, 0.0, "cannot_tell", words)
    spent = sent * case.cost
    if case.basis is None or case.basis.finding.effect is None:
        words = f"{spent:,.0f} were spent; what they brought cannot be told, for no effect is shown."
        return Reason(name, metric, None, 0.0, "cannot_tell", words)
    effect = case.basis.finding.effect
    value, low, high = (sent * each / 1000 * case.revenue - spent for each in (effect.value, effect.low, effect.high))
    verdict: Verdict = "cannot_tell"
    if low > 0:
        verdict = "refuted"
    elif high < 0:
        verdict = "confirmed"
    words = (
        f"The spell cost {spent:,.0f} and brings {value + spent:,.0f} sooner or later, the tail included: "
        f"{value:,.0f} net ({low:,.0f} to {high:,.0f})."
    )
    return Reason(name, metric, Estimate(value, low, high), 0.0, verdict, words)


def _sent(case: Case) -> float:
    return float(case.weekly.sends[case.channel][case.stop.started : case.stop.stopped].sum())


def _finding(case: Case) -> Finding:
    return case.basis.finding if case.basis is not None else case.own.finding


def _end(case: Case) -> int:
    return case.weekly.weeks if case.stop.restarted is None else case.stop.restarted
