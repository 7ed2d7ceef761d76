"""Landing the inbox: every matched file becomes a landing or a sighting, then the manifest is made anew.

Holds the order of work over all files. One file's way stands in `delivery`; a file that cannot be read never keeps the
others from landing.
"""

import hashlib
import hmac
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import duckdb

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace

from .contract import Contract
from .delivery import Delivery, DeliveryWriter
from .hash_cache import HashCache, stamp_of
from .inspection import FileChanged, inspect
from .manifest import rewrite_manifest
from .matching import file_name_in, match_files
from .problems import PROBLEMS_FILE
from .record import LandingRecord
from .report import FileProblem, LandingEvent, LandingReport, OnEvent, problems_of_matching
from .sightings import MOMENT, ExportMoment, Sighting, Sightings, export_moment, part_of_name
from .sql import set_hash_key
from .store import folder_of, move_into_place, put_away, write_json, written_aside
from .verification import intact_record, require_intact


def land(workspace: Workspace, contracts: Mapping[str, Contract], on_event: OnEvent | None = None) -> LandingReport:
    """Land what is new in the inbox.

    Args:
        workspace: its inbox is read, its landing written.
        contracts: the contracts in force, by name.
        on_event: called as work goes on.

    Returns:
        the report; files that block publication are also kept in `landing/problems.json` for the gate.

    Raises:
        AmorceError: a landing that is still needed is lost or altered and its original is gone.
    """
    start = perf_counter()
    with landing_connection(workspace) as con:
        landing = _InboxLanding(workspace, contracts, con, on_event)
        landing.run()
    landing.report.seconds = perf_counter() - start
    return landing.report


def meaning_fingerprint(contract: Contract, workspace: Workspace) -> str:
    """What the bytes of a file become: the contract's meaning and the key of personal values.

    A new hash key gives every person a new key, so everything has to land again.
    """
    key_mark = hmac.new(workspace.hash_key(), b"fingerprint of the hash key", hashlib.sha256).hexdigest()
    meaning = contract.fingerprint(workspace.settings.time_zone)
    return hashlib.sha256(f"{meaning}|{key_mark}".encode()).hexdigest()


@contextmanager
def landing_connection(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own, in memory, that spills to the workspace's scratch folder and holds the hash key."""
    workspace.tmp_dir.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(workspace.tmp_dir),
        "autoinstall_known_extensions": "false",
    }
    if workspace.settings.memory_limit:
        config["memory_limit"] = workspace.settings.memory_limit
    if workspace.settings.threads:
        config["threads"] = workspace.settings.threads
    con = duckdb.connect(config=config)
    try:
        con.execute("set timezone = 'UTC'")
        con.execute("set enable_progress_bar = false")
        set_hash_key(con, workspace.hash_key())
        yield con
    finally:
        con.close()


class _InboxLanding:
    """One landing of one inbox."""

    def __init__(
        self,
        workspace: Workspace,
        contracts: Mapping[str, Contract],
        con: duckdb.DuckDBPyConnection,
        on_event: OnEvent | None,
    ) -> None:
        self.report = LandingReport()
        self._workspace = workspace
        self._contracts = contracts
        self._con = con
        self._on_event = on_event
        self._time_zone = workspace.settings.time_zone
        self._inbox_hashes = HashCache.load(workspace.state_dir / "inbox_cache.json")
        self._landing_hashes = HashCache.load(workspace.state_dir / "landing_cache.json")
        self._sightings = Sightings(workspace.landing_dir)
        self._present: dict[str, set[str]] = {}

    def run(self) -> None:
        """Match, land, remember, choose."""
        matches = match_files(self._workspace.inbox, self._contracts)
        for problem in problems_of_matching(self._workspace.inbox, matches):
            if problem.kind == "unknown":
                self.report.unknown.append(problem)
                self.report.warnings.append(problem.message)
            else:
                self.report.unreadable.append(problem)
        for path, contract in matches.matched:
            self._take(path, contract)
        fingerprints = {
            name: meaning_fingerprint(contract, self._workspace) for name, contract in self._contracts.items()
        }
        manifest = rewrite_manifest(self._workspace.landing_dir, fingerprints, self._present)
        self.report.warnings.extend(manifest.warnings)
        require_intact(manifest, self._landing_hashes)
        problems = [asdict(problem) for problem in (*self.report.unreadable, *self.report.unknown)]
        write_json(self._workspace.landing_dir / PROBLEMS_FILE, problems)
        self._inbox_hashes.save()
        self._landing_hashes.save()

    def _take(self, path: Path, contract: Contract) -> None:
        """Land or sight one file; whatever is wrong with it is reported, and the next file has its turn."""
        try:
            self._land_file(path, contract)
        except FileChanged as error:
            self.report.waiting.append(self._name(path))
            self.report.warnings.append(str(error))
        except FileNotFoundError:
            self.report.waiting.append(self._name(path))
            self.report.warnings.append(f"{path} was removed while it was read.")
        except AmorceError as error:
            self.report.unreadable.append(FileProblem(self._name(path), "unreadable", str(error)))

    def _land_file(self, path: Path, contract: Contract) -> None:
        stamp = stamp_of(path)
        fingerprint = meaning_fingerprint(contract, self._workspace)
        moment = export_moment(path, contract, self._time_zone)
        known = self._inbox_hashes.known(path)
        record = self._known_landing(known, fingerprint) if known is not None else None
        if record is None:
            record = self._inspect_and_land(path, contract, fingerprint)
        else:
            self.report.sighted.append(self._name(path))
        if stamp_of(path) != stamp:
            raise FileChanged(f"{path} changed while it was read.", "It waits for the next run.")
        self._inbox_hashes.remember(path, stamp, record.delivery_id)
        self._present.setdefault(record.delivery_id, set()).add(contract.name)
        self._sight(path, contract, record, moment)

    def _known_landing(self, delivery_id: str, fingerprint: str) -> LandingRecord | None:
        """The intact landing of these bytes; a damaged one is put away, so that it is landed anew."""
        folder = folder_of(self._workspace.landing_dir, delivery_id, fingerprint)
        if not folder.exists():
            return None
        record = intact_record(folder, self._landing_hashes)
        if record is None:
            put_away(folder, self._workspace.landing_dir)
        return record

    def _inspect_and_land(self, path: Path, contract: Contract, fingerprint: str) -> LandingRecord:
        part = part_of_name(path, contract)
        with self._scratch() as scratch:
            start = perf_counter()
            stamp = stamp_of(path)
            inspection = inspect(path, contract.format, scratch)
            self._tell(path, "inspected", inspection.records, perf_counter() - start)
            record = self._known_landing(inspection.delivery_id, fingerprint)
            if record is not None:
                self.report.sighted.append(self._name(path))
                return record
            delivery = Delivery(path, contract, fingerprint, inspection, part)
            record = self._write(delivery, scratch, stamp)
        self.report.landed.append(self._name(path))
        self.report.rows += sum(feed.landed_rows for member in record.members for feed in member.feeds.values())
        self.report.warnings.extend(f"{self._name(path)}, {line}" for line in record.warnings)
        return record

    def _write(self, delivery: Delivery, scratch: Path, stamp: tuple[int, int, int, int]) -> LandingRecord:
        landing_dir = self._workspace.landing_dir
        folder = folder_of(landing_dir, delivery.inspection.delivery_id, delivery.fingerprint)
        writer = DeliveryWriter(self._con, delivery, self._time_zone, scratch)
        with written_aside(landing_dir) as aside:
            record = writer.write(aside, lambda stage, rows, seconds: self._tell(delivery.path, stage, rows, seconds))
            if stamp_of(delivery.path) != stamp:
                raise FileChanged(f"{delivery.path} changed while it was read.", "It waits for the next run.")
            is_ours = move_into_place(aside, folder)
        if is_ours:
            for name, sha256 in record.files().items():
                self._landing_hashes.remember(folder / name, stamp_of(folder / name), sha256)
        return record

    def _sight(self, path: Path, contract: Contract, record: LandingRecord, moment: ExportMoment) -> None:
        now = datetime.now(UTC).strftime(MOMENT)
        dates = list(zip(record.parts, record.exported_at, strict=True)) or [(part_of_name(path, contract), None)]
        sightings = [
            Sighting(
                delivery_id=record.delivery_id,
                contract=contract.name,
                member=None,
                exported_at=exported_at or moment.at,
                exported_at_is_from="column" if exported_at else moment.is_from,
                part=part,
                file_name=self._name(path),
                first_seen_at=now,
            )
            for part, exported_at in dates
        ]
        new = self._sightings.record(sightings)
        if moment.warning and any(sighting.exported_at_is_from == "modified_time" for sighting in new):
            self.report.warnings.append(moment.warning)

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
            self._on_event(LandingEvent(self._name(path), stage, rows, seconds))

    def _name(self, path: Path) -> str:
        return file_name_in(self._workspace.inbox, path)
