"""The claims on outflows as the cause of returns, on what follows a stop, and on the five reasons for stopping.

Holds what is measured and the reason in words. Must not read a table (`outflow_claims_store.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from dagster_project.statistics.intervals import Estimate, wilson
from dagster_project.statistics.verdicts import Benchmark, Claim, verdict_on

FEWEST = 5
"""Below so many stops a share of them says nothing about the next one."""


@dataclass(frozen=True)
class FittedEffect:
    """A segment of `priming_lags`: returns per 1,000 outflows and the weeks until nearly all have come, if known."""

    segment: str
    has_effect: bool | None
    per_1000: Estimate | None
    steady: Estimate | None


@dataclass(frozen=True)
class OutflowEvidence:
    """What the claims are judged on; the whole market comes first, then channels, the best known first.

    `reasons` counts the stops by reason given and verdict on it; `restarts` the stops after which sending began again.
    """

    effects: Sequence[FittedEffect] = ()
    reasons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    restarts: int = 0


def returns_follow_outflows(evidence: OutflowEvidence, benchmark: Benchmark) -> Claim:
    """Returns that 1,000 outflows bring; a segment with an effect decides, all of them without one refute."""
    mart = "priming_lags"
    for each in evidence.effects:
        if each.has_effect and each.per_1000 is not None:
            reason = (
                f"1,000 outflows of {each.segment} bring so many returns sooner or later (90 % limits). "
                f"{benchmark.reading} Other segments stand in priming_lags."
            )
            return Claim(benchmark, each.per_1000, verdict_on(each.per_1000, benchmark), reason, mart)
    first = next((each.per_1000 for each in evidence.effects if each.per_1000 is not None), None)
    if first is not None and all(each.has_effect is False for each in evidence.effects):
        reason = "Outflows were varied enough to tell, and no channel brings returns worth having (90 % limits)."
        return Claim(benchmark, first, "does_not_hold", reason, mart)
    reason = (
        f"Of {len(evidence.effects)} segments none shows an effect; for some nothing may be claimed: priming_lags says "
        "why, and what would settle it."
    )
    return _untold(benchmark, reason, mart)


def flow_after_a_stop(evidence: OutflowEvidence, benchmark: Benchmark) -> Claim:
    """Weeks until 95 % of an outflow's returns have come: so long the flow goes on when sending ends."""
    known = [each for each in evidence.effects if each.steady is not None]
    if not known or known[0].steady is None:
        return _untold(benchmark, "The delay of returns is not known for any segment.", "priming_lags")
    found = known[0].steady
    reason = (
        f"Of the returns of {known[0].segment} the last twentieth comes later than this after the outflow (90 % "
        f"limits), so the flow goes on as long when sending ends. {benchmark.reading}"
    )
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, "priming_lags")


def restart_primes_again(evidence: OutflowEvidence, benchmark: Benchmark) -> Claim:
    """Whether a restart takes as long as the first start: each would need a fit of its own."""
    reason = (
        f"Sending began again after {evidence.restarts} stops. The fitted delay counts from each outflow, the first as "
        "the one after a pause, so it takes for granted what is to be shown; restarts drawn by lot would show it."
    )
    return _untold(benchmark, reason, "outflow_stops")


def _reason_given(given: str, evidence: OutflowEvidence, benchmark: Benchmark) -> Claim:
    """The share of stops for which a reason, had it been given, was right."""
    mart = "stop_reasons"
    counts = evidence.reasons.get(given, {})
    confirmed, refuted = counts.get("confirmed", 0), counts.get("refuted", 0)
    told = confirmed + refuted
    if told < FEWEST:
        reason = (
            f"Of {sum(counts.values())} stops the data tell for {told} whether “{given}” would be right; {FEWEST} are "
            "needed."
        )
        return _untold(benchmark, reason, mart)
    share = wilson(confirmed / told, told)
    reason = f"“{given.capitalize()}” is right for {confirmed} of {told} stops that can be judged. {benchmark.reading}"
    return Claim(benchmark, share, verdict_on(share, benchmark), reason, mart)


REASONS = {
    "stop_for_season": "not the season",
    "stop_for_want_of_hands": "nobody to handle returns",
    "stop_for_results": "no or falling results",
    "stop_for_experience": "done before without result",
    "stop_for_money": "no time to spend",
}
MEASURES: dict[str, Callable[[OutflowEvidence, Benchmark], Claim]] = {
    "returns_follow_outflows": returns_follow_outflows,
    "flow_after_a_stop": flow_after_a_stop,
    "restart_primes_again": restart_primes_again,
    **{claim: partial(_reason_given, given) for claim, given in REASONS.items()},
}


def _untold(benchmark: Benchmark, reason: str, mart: str) -> Claim:
    return Claim(benchmark, None, "cannot_tell", reason, mart)
