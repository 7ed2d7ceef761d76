"""How old the sources are by today's clock: a warning of `status` and of a Dagster check, never a law.

Holds the comparison of last sightings with cadence, grace and pauses. The law of silence judges by the workspace's
`as_of` instead (`expectations/laws`), so that a workspace of old data stays whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dagster_project.landing import load_workspace_contracts
from dagster_project.landing.contract import Contract, Feed
from dagster_project.published import connect_read_only
from dagster_project.waivers import Waiver, read_waivers
from dagster_project.workspace import Workspace

_DAYS_OF = {"day": 1, "week": 7, "month": 31, "quarter": 92}
_SATURDAY = 6


@dataclass(frozen=True)
class SilentContract:
    """A contract whose last sighting is older than its cadence and grace allow."""

    contract: str
    last_seen: str
    days: int
    """Days since then, without those of declared pauses; of a daily source without weekends."""
    allowed_days: int
    accepted_until: str | None
    """Until when the silence of all its sources is accepted; None where it is not, or no longer."""


def silent_contracts(workspace: Workspace, now: datetime | None = None) -> list[SilentContract]:
    """Contracts with a living return source that was last seen too long ago, in the published marts.

    `now` has a time zone; default: this moment.
    """
    seen = _last_seen(workspace)
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(workspace.settings.time_zone)).date()
    contracts = load_workspace_contracts(workspace)
    waivers = read_waivers(workspace)
    found = (_judge(contracts[name], seen[name], today, waivers) for name in sorted(contracts) if name in seen)
    return [silent for silent in found if silent is not None]


def _last_seen(workspace: Workspace) -> Mapping[str, date]:
    with connect_read_only(workspace.published_marts_path) as connection:
        rows = connection.execute(
            "select contract, max(exported_at) from marts.sightings where not is_withdrawn group by contract"
        ).fetchall()
    zone = ZoneInfo(workspace.settings.time_zone)
    return {contract: moment.replace(tzinfo=UTC).astimezone(zone).date() for contract, moment in rows}


def _judge(contract: Contract, seen: date, today: date, waivers: Iterable[Waiver]) -> SilentContract | None:
    feeds = [feed for feed in contract.feeds.values() if _is_alive(feed, today)]
    late = [(age, allowed) for feed in feeds if (age := _age(feed, seen, today)) > (allowed := _allowed_days(feed))]
    if not late:
        return None
    age, allowed = max(late)
    sources = {name for feed in feeds if feed.return_source is not None for name in feed.return_source.names}
    whole = [waiver for waiver in waivers if waiver.part is None and waiver.until >= today]
    accepted = [max((w.until for w in whole if w.source == source), default=None) for source in sources]
    until = None if None in accepted else min((day for day in accepted if day is not None), default=None)
    return SilentContract(contract.name, f"{seen}", age, allowed, str(until) if until else None)


def _is_alive(feed: Feed, today: date) -> bool:
    has_ended = feed.declared_until is not None and feed.declared_until < today
    return feed.return_source is not None and feed.every in _DAYS_OF and not has_ended


def _allowed_days(feed: Feed) -> int:
    return _DAYS_OF[feed.every] + int(feed.grace)


def _age(feed: Feed, seen: date, today: date) -> int:
    """Days from the day after `seen` to `today` on which a delivery could have been due."""
    days = (seen + timedelta(days=ahead) for ahead in range(1, (today - seen).days + 1))
    return sum(
        not _is_paused(day, feed.pauses) and (feed.every != "day" or day.isoweekday() < _SATURDAY) for day in days
    )


def _is_paused(day: date, pauses: Iterable[str]) -> bool:
    for pause in pauses:
        first, _, last = pause.partition("..")
        text = day.isoformat()[-len(first) :]
        is_within = first <= text <= last if first <= last else text >= first or text <= last
        if is_within:
            return True
    return False
