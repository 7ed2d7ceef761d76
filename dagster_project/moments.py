"""Moments as people write them. Holds parsing only."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def parse_moment(written: str | date, time_zone: str) -> datetime:
    """The moment in UTC that somebody means.

    A day alone (`2026-01-31`) is its last microsecond in the time zone, so that everything of that day is before it. A
    time without an offset is local.

    Raises:
        ValueError: `written` is no ISO date or timestamp.
    """
    if isinstance(written, str):
        text = written.strip()
        written = date.fromisoformat(text) if len(text) == len("2026-01-31") else datetime.fromisoformat(text)
    moment = written if isinstance(written, datetime) else datetime.combine(written, time.max)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(time_zone))
    return moment.astimezone(UTC)
