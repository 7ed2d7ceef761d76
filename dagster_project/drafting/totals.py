"""Tables of totals: a row for each day, week or month, and a column for each channel's spend.

Holds their recognition and their feeds: spend becomes costs, a week of spend an outflow to nobody in particular,
revenue an order of nobody. How such columns are named stands in `vocabulary.yml`.
"""

from typing import Any

from dagster_project.landing.contract import ISO_DATES

from .feeds import FeedDraft
from .profile import ColumnProfile, FileProfile
from .sample import Sample
from .vocabulary import plain_name, totals

_FEWEST_CHANNELS = 2


def draft_totals(profile: FileProfile, sample: Sample) -> list[FeedDraft]:
    """The feeds of a table of totals; none where the file is something else."""
    words = totals()
    dates = [column for column in profile.columns.values() if column.dates is not None]
    period = next((column for column in dates if sample.is_unique([column.name])), None)
    numeric = [column for column in profile.columns.values() if column.is_number]
    spend = {stem: column for column in numeric if (stem := _stem(column.name, words["spend"])) is not None}
    if period is None or len(spend) < _FEWEST_CHANNELS:
        return []
    touches = {stem: column for column in numeric if (stem := _stem(column.name, words["touches"])) is not None}
    feeds: list[FeedDraft] = []
    for stem, column in spend.items():
        channel = _channel(stem, words["channels"])
        feeds.append(_costs(stem, channel, column, period))
        feeds.append(_outflows(stem, channel, column, period, touches=touches.get(stem)))
    used = {column.name for column in spend.values()}
    for column in numeric:
        if column.name not in used and plain_name(column.name) in words["channels"]:
            stem = _slug(column.name)
            channel = words["channels"][plain_name(column.name)]
            feeds.append(_outflows(stem, channel, column, period, touches=column))
            feeds[-1].doubts.append(f"{column.name!r} is taken for messages sent in the period, not for money")
        if plain_name(column.name) in {plain_name(word) for word in words["revenue"]}:
            feeds.append(_revenue(column, period))
    return feeds


def _stem(header: str, signs: dict[str, list[str]]) -> str | None:
    """The channel in a column's name: `tv` of `tv_S` and of `spend tv`."""
    for end in signs["ends"]:
        # A single letter is a convention only as it is written; a word may be in any case.
        is_there = header.endswith(end) if len(end.strip("_ ")) == 1 else header.casefold().endswith(end.casefold())
        if is_there and len(header) > len(end):
            return _slug(header[: -len(end)]) or None
    for start in signs["starts"]:
        if header.casefold().startswith(start.casefold()) and len(header) > len(start):
            return _slug(header[len(start) :]) or None
    return None


def _slug(text: str) -> str:
    return "_".join("".join(sign if sign.isalnum() and sign.isascii() else " " for sign in plain_name(text)).split())


def _channel(stem: str, channels: dict[str, str]) -> str:
    return next((channels[word] for word in stem.split("_") if word in channels), stem)


def _period_rule(period: ColumnProfile) -> dict[str, Any]:
    forms = period.dates.formats if period.dates is not None else ()
    return {"from": [period.name]} | ({} if set(forms) <= set(ISO_DATES) else {"dates": list(forms)})


def _only_filled(column: ColumnProfile) -> dict[str, Any]:
    """Periods in which something was spent: a zero is no outflow and no cost."""
    values = {**dict.fromkeys(("0", *column.zeros), "nothing"), "*": "something"}
    return {"from": [column.name], "values": values, "default": "nothing", "in": ["something"]}


def _costs(stem: str, channel: str, column: ColumnProfile, period: ColumnProfile) -> FeedDraft:
    return FeedDraft(
        f"costs_{stem}",
        "costs",
        key=("channel", "campaign_id", "spent_at"),
        when=_only_filled(column),
        constants={"channel": channel, "campaign_id": stem, "campaign_name": stem},
        columns={"spent_at": _period_rule(period), "amount": {"from": [column.name]}},
    )


def _outflows(
    stem: str,
    channel: str,
    column: ColumnProfile,
    period: ColumnProfile,
    *,
    touches: ColumnProfile | None,
) -> FeedDraft:
    feed = FeedDraft(
        f"outflows_{stem}",
        "outflows",
        key=("channel", "campaign_id", "sent_at"),
        when=_only_filled(column),
        constants={
            "channel": channel, "campaign_id": stem, "campaign_name": stem,
            "level": "audience", "purpose": "marketing", "status": "sent",
        },
        columns={"sent_at": _period_rule(period)},
    )  # fmt: skip
    if touches is not None and touches.is_whole:
        feed.columns["touches"] = {"from": [touches.name]}
    elif touches is not None:
        feed.doubts.append(f"{touches.name!r} counts people with fractions, so nobody is counted in `touches`")
    return feed


def _revenue(column: ColumnProfile, period: ColumnProfile) -> FeedDraft:
    feed = FeedDraft(
        "orders",
        "orders",
        comment="a period's total as one order of nobody: revenue is right, numbers of orders mean periods",
        key=("order_id",),
        columns={
            "order_id": {"from": [period.name]},
            "ordered_at": _period_rule(period),
            "amount": {"from": [column.name]},
        },
    )
    feed.doubts.append(
        f"{column.name!r} is a total: it lands without a return source, since nobody can be counted who came"
    )
    return feed
