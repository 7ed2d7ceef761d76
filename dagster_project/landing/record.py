"""The record of a landing: what its folder holds, counted. It lies beside the Parquet files as `record.json`.

Holds data and its reading and writing; no time of day, no path: the same bytes and meaning give the same record.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .store import read_json, write_json

RECORD_FILE = "record.json"


@dataclass(frozen=True)
class FeedRecord:
    """One feed: its file and where its records went."""

    entity: str
    file: str
    sha256: str
    columns: list[list[str]]
    landed_rows: int
    landed_records: int
    expanded: int
    rejected: int
    not_selected: int
    unmapped: dict[str, int] = field(default_factory=dict)
    blocking: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MemberRecord:
    """One member of a file (a plain file has one, without a name) by the witness's count.

    `header`, `exported_at` and `parts` are as in the record of the whole; only named members have their own.
    """

    member: str | None
    records: int
    footer: int
    blank: int
    feeds: dict[str, FeedRecord]
    header: list[str] = field(default_factory=list)
    exported_at: list[str | None] = field(default_factory=list)
    parts: list[str | None] = field(default_factory=list)


@dataclass(frozen=True)
class LandingRecord:
    """One delivery landed under one meaning of its contract."""

    delivery_id: str
    contract: str
    fingerprint: str
    system: str
    size_bytes: int
    header: list[str]
    members: list[MemberRecord]
    tallies: list[dict[str, Any]]
    other_files: dict[str, str]
    """Side file and left records, where there are any: name → hash."""
    exported_at: list[str | None]
    """Where a column dates the rows: their latest date, one per part; else empty."""
    parts: list[str | None]
    warnings: list[str]
    left_members: list[str] = field(default_factory=list)
    """Entries of an archive, or sheets of a workbook, that the contract does not take."""

    def files(self) -> dict[str, str]:
        """Every Parquet file of the landing: name → hash."""
        landed = {feed.file: feed.sha256 for member in self.members for feed in member.feeds.values()}
        return {**landed, **self.other_files}

    def write(self, folder: Path) -> None:
        """Write `record.json`."""
        write_json(folder / RECORD_FILE, asdict(self), is_durable=False)


def read_record(folder: Path) -> LandingRecord:
    """Read the record of a landing.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is none, or it is damaged.
    """
    content = read_json(folder / RECORD_FILE)
    members = [
        MemberRecord(**{**member, "feeds": {name: FeedRecord(**feed) for name, feed in member["feeds"].items()}})
        for member in content["members"]
    ]
    return LandingRecord(**{**content, "members": members})
