"""The claims on stopping: whether stops come before priming, and whether they cost more than they save.

Holds what is measured and the reason in words. Must not read a table (`stop_claims_store.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dagster_project.statistics.intervals import Estimate, wilson
from dagster_project.statistics.verdicts import Benchmark, Claim, verdict_on

FEWEST = 5
"""Below so many stops a share of them says nothing about the next one."""


@dataclass(frozen=True)
class RunningChannel:
    """A running channel with its advice; `returns` and `net` are at stake in 26 weeks, None where not known."""

    channel: str
    advice: str
    judge_in_week: int | None
    returns: float | None
    net: float | None


@dataclass(frozen=True)
class StopEvidence:
    """All stops: how many there are, how many are known to have come before priming or after it, and their money.

    `forgone` is what the stops cost whose cost is known, in money with its limits, `saved` what they saved.
    """

    stops: int = 0
    before_priming: int = 0
    after_priming: int = 0
    costed: int = 0
    forgone: Estimate | None = None
    saved: float | None = None
    running: Sequence[RunningChannel] = ()


def stops_before_priming(evidence: StopEvidence, benchmark: Benchmark) -> Claim:
    """How many stops came before returns could begin."""
    known = evidence.before_priming + evidence.after_priming
    if known < FEWEST:
        reason = (
            f"Of {evidence.stops} stops {known} can be told to have come before priming or after it; {FEWEST} are "
            "needed."
        )
        return Claim(benchmark, None, "cannot_tell", reason, "outflow_stops")
    share = wilson(evidence.before_priming / known, known)
    reason = f"{evidence.before_priming} of {known} stops came before priming. {benchmark.reading}"
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, "outflow_stops")


def stops_cost_more(evidence: StopEvidence, benchmark: Benchmark) -> Claim:
    """What stops cost, as a multiple of what they saved."""
    if evidence.forgone is None or not evidence.saved:
        reason = (
            f"Of {evidence.stops} stops {evidence.costed} have a cost that can be told in money beside what they saved."
        )
        return Claim(benchmark, None, "cannot_tell", reason, "outflow_stops")
    times = Estimate(
        *(each / evidence.saved for each in (evidence.forgone.value, evidence.forgone.low, evidence.forgone.high))
    )
    reason = (
        f"{evidence.costed} stops saved {evidence.saved:,.0f} and cost {evidence.forgone.value:,.0f} "
        f"({evidence.forgone.low:,.0f} to {evidence.forgone.high:,.0f}) of what prospects' returns bring at once. "
        f"{benchmark.reading}"
    )
    return Claim(benchmark, times, verdict_on(times, benchmark), reason, "outflow_stops")


def persistence(evidence: StopEvidence, benchmark: Benchmark) -> Claim:
    """Of the running channels on which a judgement is possible, how many are to be kept; a sentence on each."""
    mart = "persistence_advice"
    judged = [each for each in evidence.running if each.advice in ("keep", "stop")]
    told = " ".join(_sentence(each) for each in evidence.running) or "No channel runs now."
    if len(judged) < FEWEST:
        number = "one channel" if len(judged) == 1 else f"{len(judged)} channels"
        reason = f"{told} Of {number} alone a judgement is possible; a share needs {FEWEST}."
        return Claim(benchmark, None, "cannot_tell", reason, mart)
    share = wilson(sum(each.advice == "keep" for each in judged) / len(judged), len(judged))
    return Claim(benchmark, share, verdict_on(share, benchmark), f"{told} {benchmark.reading}", mart)


def _sentence(running: RunningChannel) -> str:
    if running.advice == "keep":
        stake = f", {running.returns:,.0f} returns in 26 weeks are at stake" if running.returns is not None else ""
        money = f" ({running.net:,.0f} net)" if stake and running.net is not None else ""
        return f"{running.channel}: keep{stake}{money}."
    if running.advice == "judge in week":
        return f"{running.channel}: judge in week {running.judge_in_week}."
    return f"{running.channel}: {'stop' if running.advice == 'stop' else 'cannot be told'}."


MEASURES: dict[str, Callable[[StopEvidence, Benchmark], Claim]] = {
    function.__name__: function for function in (persistence, stops_before_priming, stops_cost_more)
}


def total(parts: Sequence[Estimate]) -> Estimate | None:
    """The sum of estimates that may err together: their limits are added too."""
    if not parts:
        return None
    return Estimate(*(sum(getattr(each, name) for each in parts) for name in ("value", "low", "high")))
