"""The claims on look-alikes, onboarding, service and what is known of contacts, whose numbers the marts already hold.

Holds, per claim, which row of a mart decides it and why in words. Must not read a table (`care_claims_store.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dagster_project.statistics.intervals import Estimate, wilson
from dagster_project.statistics.verdicts import Benchmark, Claim, Verdict, verdict_on


@dataclass(frozen=True)
class Potential:
    """The whole market in `lookalike_potential`; `look_alikes` is None where nothing tells buyers from others."""

    buyers: int
    look_alikes: int | None
    verdict: str
    reason: str


@dataclass(frozen=True)
class Onboarding:
    """A kind of onboarding over all cohorts of `onboarding_roi`: shares saved and to be saved of those offered it."""

    kind: str
    saved_share: Estimate | None
    break_even_share: float | None
    verdict: str
    reason: str


@dataclass(frozen=True)
class Service:
    """All customers in `service_loyalty`; the difference of retention between fast and slow, like with like."""

    difference: Estimate | None
    verdict: str
    reason: str


@dataclass(frozen=True)
class FieldChange:
    """A field of `field_changes`."""

    kind: str
    field: str
    contacts: int
    changed_share: float


@dataclass(frozen=True)
class CareEvidence:
    """What the claims are judged on; kinds of onboarding with the trained one first."""

    potential: Potential | None = None
    onboarding: Sequence[Onboarding] = ()
    service: Service | None = None
    fields: Sequence[FieldChange] = ()


def look_alikes_pay(evidence: CareEvidence, benchmark: Benchmark) -> Claim:
    """Uncovered look-alikes as a share of the buyers, judged with what they cost and bring."""
    mart, found = "lookalike_potential", evidence.potential
    if found is None:
        return Claim(benchmark, None, "cannot_tell", "No account is known, so there is no market to look in.", mart)
    if found.look_alikes is None or not found.buyers:
        return Claim(benchmark, None, "cannot_tell", found.reason, mart)
    share = found.look_alikes / found.buyers
    verdict: Verdict = "cannot_tell"
    if found.verdict != "cannot_tell":
        verdict = "holds" if found.verdict == "worth_it" else "does_not_hold"
    return Claim(benchmark, Estimate(share, share, share), verdict, found.reason, mart)


def onboarding_pays(evidence: CareEvidence, benchmark: Benchmark) -> Claim:
    """How many times as many customers an onboarding saves as it has to."""
    mart = "onboarding_roi"
    if not evidence.onboarding:
        return Claim(benchmark, None, "cannot_tell", "No source tells that an onboarding was offered.", mart)
    # The first kind of which something is known, else the first.
    chosen = next((each for each in evidence.onboarding if each.verdict != "cannot_tell"), evidence.onboarding[0])
    saved, needed = chosen.saved_share, chosen.break_even_share
    reason = f"{chosen.kind.capitalize()} onboarding: {chosen.reason}"
    if saved is None or not needed:
        return Claim(benchmark, None, "cannot_tell", reason, mart)
    times = Estimate(saved.value / needed, saved.low / needed, saved.high / needed)
    return Claim(benchmark, times, verdict_on(times, benchmark), reason, mart)


def service_keeps_customers(evidence: CareEvidence, benchmark: Benchmark) -> Claim:
    """How many points more of those answered within a day stay, like compared with like."""
    mart, found = "service_loyalty", evidence.service
    if found is None:
        return Claim(benchmark, None, "cannot_tell", "No source tells of tickets of customers.", mart)
    if found.difference is None:
        return Claim(benchmark, None, "cannot_tell", found.reason, mart)
    points = Estimate(*(100 * value for value in (found.difference.value, found.difference.low, found.difference.high)))
    verdict = "cannot_tell" if found.verdict == "cannot_tell" else verdict_on(points, benchmark)
    return Claim(benchmark, points, verdict, f"{found.reason} {benchmark.reading}", mart)


def profile_rarely_changes(evidence: CareEvidence, benchmark: Benchmark) -> Claim:
    """The share of profile fields that changed within 90 days."""
    return _changed(evidence, benchmark, ("profile",))


def behaviour_often_changes(evidence: CareEvidence, benchmark: Benchmark) -> Claim:
    """The share of derived and behavioural fields that changed within 90 days."""
    return _changed(evidence, benchmark, ("derived", "behavioural"))


MEASURES: dict[str, Callable[[CareEvidence, Benchmark], Claim]] = {
    function.__name__: function
    for function in (
        look_alikes_pay,
        onboarding_pays,
        service_keeps_customers,
        profile_rarely_changes,
        behaviour_often_changes,
    )
}


def _changed(evidence: CareEvidence, benchmark: Benchmark, kinds: tuple[str, ...]) -> Claim:
    mart = "field_changes"
    fields = [each for each in evidence.fields if each.kind in kinds]
    if not fields:
        reason = "No two exports of the contacts lie 90 days apart with a field of this kind filled."
        return Claim(benchmark, None, "cannot_tell", reason, mart)
    values = sum(each.contacts for each in fields)
    share = sum(each.changed_share * each.contacts for each in fields) / values
    # The fields of one contact change together: no more is known than of as many contacts.
    found = wilson(min(share, 1.0), max(each.contacts for each in fields))
    names = ", ".join(each.field for each in fields)
    reason = f"Of {values:,} values of {names} this share changed within 90 days. {benchmark.reading}"
    return Claim(benchmark, found, verdict_on(found, benchmark), reason, mart)
