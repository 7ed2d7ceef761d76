"""A landing for trial: a file is landed into a scratch folder as a run would do it, and what came of it is told.

Holds the trial and its findings; nothing of it stays, and personal values are hashed with a key made up for it.
"""

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from dagster_project.confinement import confine

from .contract import Contract
from .delivery import Delivery, DeliveryWriter
from .formats.opening import OpenedFile
from .named_values import with_named_values
from .record import FeedRecord
from .side_files import LEFT_FILE
from .sightings import part_of_name
from .sql import quote_name, quote_value, set_hash_key
from .time_zones import utc_to_local

_MOST_EXAMPLES = 3
_MOST_CELLS = 6
_LONGEST_CELL = 30
_UNSHOWN = ("_key", "_only")


@dataclass
class FeedTrial:
    """What one feed would make of a file.

    Attributes:
        unmapped: column → how many words of it mean nothing that the contract lists.
        lands: some landed rows as `column=value`; no personal value is among them.
        rejects: some rejected records: number, column, reason, and the shape of the value.
    """

    feed: str
    entity: str
    landed: int = 0
    rejected: int = 0
    not_selected: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    lands: list[str] = field(default_factory=list)
    rejects: list[str] = field(default_factory=list)


@dataclass
class Trial:
    """What would land of a file: its feeds, the remarks of a run, and words that would block the publication."""

    feeds: list[FeedTrial]
    warnings: list[str]
    blocking: list[str]


def try_landing(path: Path, contract: Contract, opened: OpenedFile, time_zone: str, tmp_dir: Path) -> Trial:
    """Land an opened file for trial.

    Args:
        path: the delivered file.
        contract: that it was opened by.
        opened: its members.
        time_zone: the workspace's.
        tmp_dir: where everything is written; the caller removes it.

    Raises:
        UnreadableFile: the file does not fit the contract.
    """
    feeds = {name: FeedTrial(name, feed.entity) for name, feed in contract.feeds.items()}
    trial = Trial(list(feeds.values()), [], [])
    with duckdb.connect(config={"temp_directory": str(tmp_dir)}) as con:
        con.execute("set timezone = 'UTC'")
        confine(con, [tmp_dir, path.resolve().parent])
        set_hash_key(con, secrets.token_bytes(32))
        for number, member in enumerate(opened.members):
            scratch, folder = tmp_dir / f"trial-{number}", tmp_dir / f"trial-{number}" / "landing"
            shutil.rmtree(scratch, ignore_errors=True)  # of the file before
            folder.mkdir(parents=True)
            part = part_of_name(path, contract, member.name)
            named = with_named_values(member.contract, path, member.name)
            delivery = Delivery(member.shown, named, "", member.inspection, part, member.name)
            record = DeliveryWriter(con, delivery, time_zone, scratch).write(folder, lambda *_: None)
            trial.warnings += [f"{member.name}: {line}" if member.name else line for line in record.warnings]
            for name, written in record.members[0].feeds.items():
                _add(feeds[name], written, con, folder, contract.time_zone(time_zone))
                trial.blocking += [
                    f"feed {name}: {count} words of {column} mean nothing that the contract lists. "
                    "Add them to its `values`."
                    for column, count in written.blocking.items()
                ]
    return trial


def _add(trial: FeedTrial, written: FeedRecord, con: duckdb.DuckDBPyConnection, folder: Path, zone: ZoneInfo) -> None:
    trial.landed += written.landed_rows
    trial.rejected += written.rejected
    trial.not_selected += written.not_selected
    for column, count in written.unmapped.items():
        trial.unmapped[column] = trial.unmapped.get(column, 0) + count
    if written.landed_rows and len(trial.lands) < _MOST_EXAMPLES:
        trial.lands += _landed(con, folder / written.file, written, zone)[: _MOST_EXAMPLES - len(trial.lands)]
    if written.rejected and len(trial.rejects) < _MOST_EXAMPLES:
        trial.rejects += _rejected(con, folder / LEFT_FILE, trial.feed)[: _MOST_EXAMPLES - len(trial.rejects)]


def _landed(con: duckdb.DuckDBPyConnection, file: Path, written: FeedRecord, zone: ZoneInfo) -> list[str]:
    """Values as they landed, times as the file's zone has them; keys are left out, they tell nobody anything."""
    shown = [entry for entry in written.columns if not entry[0].startswith("_") and not entry[0].endswith(_UNSHOWN)]
    names = [name for name, _ in shown]
    if not names:
        return []
    columns = ", ".join(
        f"strftime({utc_to_local(quote_name(name), zone)}, '%Y-%m-%d %H:%M')"
        if duckdb_type == "timestamp"
        else f"cast({quote_name(name)} as varchar)"
        for name, duckdb_type in shown
    )
    rows = con.execute(
        f"select _row_number, {columns} from read_parquet({quote_value(str(file))}) "
        f"order by _row_number limit {_MOST_EXAMPLES}"
    ).fetchall()
    return [
        f"record {row[0]}: " + ", ".join([f"{name}={_short(value)}" for name, value in _filled(names, row[1:])])
        for row in rows
    ]


def _filled(names: list[str], values: tuple[str | None, ...]) -> list[tuple[str, str]]:
    filled = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    return filled[:_MOST_CELLS]


def _short(value: str) -> str:
    plain = value.rstrip("0").rstrip(".") if "." in value and value.replace(".", "").lstrip("-").isdigit() else value
    return plain if len(plain) <= _LONGEST_CELL else f"{plain[: _LONGEST_CELL - 1]}…"


def _rejected(con: duckdb.DuckDBPyConnection, file: Path, feed: str) -> list[str]:
    rows = con.execute(
        f'select row_number, "column", reason, shape from read_parquet({quote_value(str(file))}) '
        f"where disposition = 'rejected' and feed = {quote_value(feed)} order by row_number limit {_MOST_EXAMPLES}"
    ).fetchall()
    return [
        f"record {number}: {f'{column} ' if column else ''}{reason}{f' (it looks like {shape})' if shape else ''}"
        for number, column, reason, shape in rows
    ]
