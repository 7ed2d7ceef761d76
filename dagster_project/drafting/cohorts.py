"""Retention tables: a row for each customer, who lasted so many of the periods in which he was observed.

Holds their recognition and their feeds: everybody signs up, and who lasted less than he was observed cancels, on the
last day of his last period. That the others were observed until then moves the end of the records there. The file
counts periods and names no day, so the draft has to invent the first one, and says so.
"""

from collections import Counter

from .feeds import FeedDraft
from .number_guess import number_of
from .profile import FileProfile
from .sample import Sample
from .vocabulary import cohorts, plain_name

_FIRST_DAY = "2020-01-01"
_DAY_BEFORE = "2019-12-31"
_PERIOD = "months"
_KINDS = ("cheap", "trained", "none")


def draft_cohorts(profile: FileProfile, sample: Sample) -> list[FeedDraft]:
    """The feeds of a retention table; none where the file is something else."""
    named = {part: _header(profile, words) for part, words in cohorts().items()}
    customer, lasted, observed = named["customer"], named["lasted"], named["observed"]
    if customer is None or lasted is None or observed is None or not sample.is_unique([customer]):
        return []
    pairs = [_numbers(row, sample, profile, (lasted, observed)) for row in sample.rows]
    if not all(pair is not None and pair[0] <= pair[1] for pair in pairs):
        return []
    spans = Counter(int(pair[1]) for pair in pairs if pair is not None)
    contacts = FeedDraft("contacts", "contacts", key=("contact_id",), columns={"contact_id": {"from": [customer]}})
    if named["group"] is not None:
        contacts.columns["lifecycle_stage"] = {"from": [named["group"]]}
        contacts.doubts.append(f"lifecycle_stage: {named['group']!r} stands here for want of a better place")
    sign_ups = FeedDraft(
        "sign_ups",
        "milestones",
        key=("contact_id", "kind"),
        constants={"kind": "signed_up", "reached_at": _FIRST_DAY},
        columns={"contact_id": {"from": [customer]}},
    )
    if len(spans) > 1:
        last_day = f"{_PERIOD} before {_FIRST_DAY}"
        del sign_ups.constants["reached_at"]
        sign_ups.columns["reached_at"] = {"from": [observed], "dates": [last_day]}
        sign_ups.doubts.append(
            f"customers were observed for {min(spans)} to {max(spans)} periods: they sign up so long before "
            f"{_FIRST_DAY}, which has to be the last day of observation. When somebody cancelled cannot be told in a "
            "contract then: give the file a column with the day"
        )
        return [contacts, sign_ups]
    (span,) = spans
    endings = FeedDraft(
        "endings",
        "milestones",
        comment=f"who lasted all {span} periods was still there; the others left on the last day of one",
        key=("contact_id", "kind"),
        columns={
            "contact_id": {"from": [customer]},
            "kind": {"from": [lasted], "values": {str(span): "observed", "*": "cancelled"}},
            "reached_at": {"from": [lasted], "dates": [f"{_PERIOD} since {_DAY_BEFORE}"]},
        },
    )
    sign_ups.doubts.append(
        f"the file counts periods and names no day: write the true first day for {_FIRST_DAY}, the day before it for "
        f"{_DAY_BEFORE}, and the true period for {_PERIOD} (days, weeks, months, quarters, years)"
    )
    return [contacts, sign_ups, endings, *_onboardings(named["group"], customer, profile)]


def _onboardings(group: str | None, customer: str, profile: FileProfile) -> list[FeedDraft]:
    """A feed on offer: groups of customers as kinds of onboarding, which only a person can tell."""
    words = profile.columns[group].words if group is not None else ()
    if group is None or not 0 < len(words) <= len(_KINDS):
        return []
    feed = FeedDraft("onboardings", "milestones", key=("contact_id", "kind"), is_offered=True)
    feed.constants = {"kind": "onboarded", "reached_at": _FIRST_DAY}
    feed.columns = {
        "contact_id": {"from": [customer]},
        "onboarding_kind": {"from": [group], "values": dict(zip(sorted(words), _KINDS, strict=False))},
    }
    feed.doubts.append(
        f"if {group!r} tells how customers were onboarded, take the signs # away from this feed and say which word is "
        f"{', '.join(_KINDS)}: each then has a curve and a fit of its own"
    )
    return [feed]


def _header(profile: FileProfile, words: list[str]) -> str | None:
    """The column with the first of some names, as a whole number or a word."""
    plain = {plain_name(header): header for header in profile.columns}
    return next((plain[word] for word in words if word in plain), None)


def _numbers(
    row: tuple[str | None, ...], sample: Sample, profile: FileProfile, headers: tuple[str, str]
) -> tuple[int, int] | None:
    found = [number_of((row[sample.header.index(header)] or "").strip(), profile.numbers) for header in headers]
    if any(value is None or value != int(value) for value in found):
        return None
    return int(found[0] or 0), int(found[1] or 0)
