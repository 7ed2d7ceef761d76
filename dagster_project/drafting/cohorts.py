"""Retention tables: a row for each customer, who lasted so many of the periods in which he was observed.

Holds their recognition and their feeds: everybody signs up, and who lasted less than he was observed cancels. The file
counts periods and names no day, so the draft has to invent the first one, and says so.
"""

from collections import Counter

from .feeds import FeedDraft
from .number_guess import number_of
from .profile import FileProfile
from .sample import Sample
from .vocabulary import cohorts, plain_name

_FIRST_DAY = "2020-01-01"
_PERIOD = "months"


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
    cancellations = FeedDraft(
        "cancellations",
        "milestones",
        comment=f"who lasted all {span} periods had not cancelled when the file was made",
        key=("contact_id", "kind"),
        when={"from": [lasted], "values": {str(span): "active", "*": "cancelled"}, "in": ["cancelled"]},
        constants={"kind": "cancelled"},
        columns={
            "contact_id": {"from": [customer]},
            "reached_at": {"from": [lasted], "dates": [f"{_PERIOD} since {_FIRST_DAY}"]},
        },
    )
    sign_ups.doubts.append(
        f"the file counts periods and names no day: write the true first day for {_FIRST_DAY}, twice, and the true "
        f"period for {_PERIOD} (days, weeks, months, quarters, years)"
    )
    return [contacts, sign_ups, cancellations]


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
