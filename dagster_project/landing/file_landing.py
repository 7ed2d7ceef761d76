"""One file of the inbox: landed, recognised, or set aside with the reason.

Holds what a worker does with a file, and returns an outcome; it changes no list, cache or manifest that others share.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Literal

import duckdb

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace

from .contract import Contract
from .decoding import FileChanged
from .delivery import Delivery
from .formats.opening import OpenedFile, open_file
from .hash_cache import HashCache, Stamp, stamp_of
from .matching import file_name_in
from .member_landing import write_members
from .named_values import with_named_values
from .reading_ahead import reading_ahead
from .record import LandingRecord
from .report import LandingEvent, OnEvent
from .sightings import ExportMoment, export_moment, part_of_name
from .store import folder_of, move_into_place, put_away, written_aside
from .verification import intact_record


@dataclass
class Outcome:
    """What became of one file.

    `record`, `moment` and `stamp` are set where it landed or was recognised; `message` where it was not.
    """

    path: Path
    contract: Contract
    kind: Literal["landed", "sighted", "waiting", "unreadable"] = "unreadable"
    message: str = ""
    record: LandingRecord | None = None
    moment: ExportMoment | None = None
    part: str | None = None
    """What the file's name tells, where it is its only member."""
    stamp: Stamp = (0, 0, 0, 0)
    folder: Path | None = None
    """Set where this file's landing was written now."""
    hashes: dict[str, str] = field(default_factory=dict)


class FileLander:
    """Takes files one after the other, with a connection of its own."""

    def __init__(
        self,
        workspace: Workspace,
        con: duckdb.DuckDBPyConnection,
        *,
        fingerprints: dict[str, str],
        inbox_hashes: HashCache,
        landing_hashes: HashCache,
        on_event: OnEvent | None,
    ) -> None:
        self._workspace = workspace
        self._con = con
        self._fingerprints = fingerprints
        self._inbox_hashes = inbox_hashes
        self._landing_hashes = landing_hashes
        self._on_event = on_event
        self._time_zone = workspace.settings.time_zone

    def take(self, path: Path, contract: Contract) -> Outcome:
        """Land or recognise one file; whatever is wrong with it becomes its outcome."""
        outcome = Outcome(path, contract)
        try:
            self._land(outcome)
        except FileChanged as error:
            outcome.kind, outcome.message = "waiting", str(error)
        except FileNotFoundError:
            if path.exists():
                raise
            outcome.kind, outcome.message = "waiting", f"{path} was removed while it was read."
        except AmorceError as error:
            outcome.kind, outcome.message = "unreadable", str(error)
        return outcome

    def _land(self, outcome: Outcome) -> None:
        path, contract = outcome.path, outcome.contract
        outcome.stamp = stamp_of(path)
        outcome.moment = export_moment(path, contract, self._time_zone)
        known = self._inbox_hashes.known(path)
        outcome.record = self._landing_of(known, contract) if known is not None else None
        outcome.kind = "sighted"
        if outcome.record is None:
            self._inspect(outcome)
        if outcome.record is not None and outcome.record.members[0].member is None:
            outcome.part = part_of_name(path, contract)
        self._refuse_change(outcome)

    def _landing_of(self, delivery_id: str, contract: Contract) -> LandingRecord | None:
        """The intact landing of these bytes; a damaged one is put away, so that it is landed anew."""
        folder = self._folder(delivery_id, contract)
        if not folder.exists():
            return None
        record = intact_record(folder, self._landing_hashes)
        if record is None:
            put_away(folder, self._workspace.landing_dir)
        return record

    def _inspect(self, outcome: Outcome) -> None:
        path, contract = outcome.path, outcome.contract
        with self._scratch() as scratch:
            start = perf_counter()
            with reading_ahead(self._con, path, contract, scratch):
                opened = open_file(path, contract, scratch)
            self._tell(path, "inspected", opened.records, perf_counter() - start)
            outcome.record = self._landing_of(opened.delivery_id, contract)
            if outcome.record is None:
                self._write(outcome, opened, scratch)

    def _write(self, outcome: Outcome, opened: OpenedFile, scratch: Path) -> None:
        path, contract = outcome.path, outcome.contract
        folder = self._folder(opened.delivery_id, contract)
        deliveries = [
            Delivery(
                path=member.shown,
                contract=with_named_values(member.contract, path, member.name),
                fingerprint=self._fingerprints[contract.name],
                inspection=member.inspection,
                part=part_of_name(path, contract, member.name),
                member=member.name,
                warnings=member.warnings,
            )
            for member in opened.members
        ]
        with written_aside(self._workspace.landing_dir) as aside:
            record = write_members(
                self._con,
                deliveries,
                self._time_zone,
                scratch=scratch,
                folder=aside,
                tell=self._tell,
            )
            record = replace(record, left_members=opened.left_members)
            record.write(aside)
            self._refuse_change(outcome)
            is_ours = move_into_place(aside, folder)
        outcome.record, outcome.kind = record, "landed"
        if is_ours:
            outcome.folder, outcome.hashes = folder, record.files()

    def _refuse_change(self, outcome: Outcome) -> None:
        if stamp_of(outcome.path) != outcome.stamp:
            raise FileChanged(f"{outcome.path} changed while it was read.", "It waits for the next run.")

    def _folder(self, delivery_id: str, contract: Contract) -> Path:
        return folder_of(self._workspace.landing_dir, delivery_id, self._fingerprints[contract.name])

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        folder = self._workspace.tmp_dir / f"landing-{uuid.uuid4().hex}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _tell(self, path: Path, stage: str, rows: int, seconds: float) -> None:
        if self._on_event is not None:
            self._on_event(LandingEvent(file_name_in(self._workspace.inbox, path), stage, rows, seconds))
