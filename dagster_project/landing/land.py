"""Landing the inbox: every matched file becomes a landing or a sighting, then the manifest is made anew.

Holds the order of work over all files and what is remembered of them. One file's way stands in `file_landing`; a file
that cannot be read never keeps the others from landing.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import duckdb

from dagster_project.workspace import Workspace

from .connection import landing_database, one_thread_each, session_of, threads_of
from .contract import Contract
from .drift import drifts_of, write_drifts
from .file_landing import FileLander, Outcome
from .hash_cache import HashCache, stamp_of
from .manifest import Manifest, rewrite_manifest
from .matching import Matches, file_name_in
from .problems import PROBLEMS_FILE
from .record import LandingRecord
from .report import FileProblem, LandingReport, OnEvent, problems_of_matching, unknown_member
from .shared_files import find_matches, left_by_all
from .side_by_side import Match, side_by_side
from .sightings import MOMENT, Sighting, Sightings
from .store import sync_all, write_json
from .verification import require_intact
from .withdrawal import withdrawn_deliveries

# A small file is mostly planning, which DuckDB does with one thread: as many at a time as there are cores fill them.
# A larger one has parts for several threads, and yet leaves some idle now and then.
_SMALL_BYTES = 16_000_000
_TINY_BYTES = 4_000_000
_LARGE_AT_A_TIME = 2
_MOST_WORKERS = 8  # beyond, they would wait for Python


def land(workspace: Workspace, contracts: Mapping[str, Contract], on_event: OnEvent | None = None) -> LandingReport:
    """Land what is new in the inbox.

    Args:
        workspace: its inbox is read, its landing written.
        contracts: the contracts in force, by name.
        on_event: called as work goes on, also from other threads.

    Returns:
        the report; files that block publication are also kept in `landing/problems.json` for the gate.

    Raises:
        AmorceError: a landing that is still needed is lost or altered and its original is gone.
    """
    start = perf_counter()
    landing = _InboxLanding(workspace, contracts, on_event)
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


class _InboxLanding:
    """One landing of one inbox."""

    def __init__(self, workspace: Workspace, contracts: Mapping[str, Contract], on_event: OnEvent | None) -> None:
        self.report = LandingReport()
        self._workspace = workspace
        self._contracts = contracts
        self._on_event = on_event
        self._fingerprints = {name: meaning_fingerprint(c, workspace) for name, c in contracts.items()}
        self._inbox_hashes = HashCache.load(workspace.state_dir / "inbox_cache.json")
        self._landing_hashes = HashCache.load(workspace.state_dir / "landing_cache.json")
        self._sightings = Sightings(workspace.landing_dir)
        self._present: dict[str, set[str]] = {}
        self._written: list[Path] = []

    def run(self) -> None:
        """Match, land, remember, choose."""
        matches = find_matches(self._workspace.inbox, self._contracts)
        for problem in problems_of_matching(self._workspace.inbox, matches):
            if problem.kind == "unknown":
                self._remember_unknown(problem)
            else:
                self.report.unreadable.append(problem)
        for outcome in self._outcomes(matches.matched):
            self._remember(outcome, matches)
        # All at once: a crash before it leaves landings whose hashes do not fit their record, and these land again.
        sync_all(self._written)
        manifest = rewrite_manifest(self._workspace.landing_dir, self._fingerprints, self._present)
        self.report.warnings.extend(manifest.warnings)
        require_intact(manifest, self._landing_hashes)
        self._tell_drifts(manifest)
        problems = [asdict(problem) for problem in (*self.report.unreadable, *self.report.unknown)]
        write_json(self._workspace.landing_dir / PROBLEMS_FILE, problems)
        self._inbox_hashes.save()
        self._landing_hashes.save()

    def _tell_drifts(self, manifest: Manifest) -> None:
        folder = self._workspace.landing_dir
        self.report.drifts = drifts_of(manifest, self._sightings, self._contracts, withdrawn_deliveries(folder))
        write_drifts(folder, self.report.drifts)
        landed = set(self.report.landed)
        self.report.warnings += [f"{drift}." for drift in self.report.drifts if drift.file_name in landed]

    def _outcomes(self, matched: list[Match]) -> Iterator[Outcome]:
        """The outcome of every file, in the order of their names."""
        if not matched:
            return
        sizes = {path: path.stat().st_size for path, _ in matched if path.exists()}

        def size_of(match: Match) -> int:
            return sizes.get(match[0], 0)

        # Two files need twice the memory of one: with a limit, larger ones wait for each other.
        is_limited = self._workspace.settings.memory_limit is not None
        small_bytes, at_a_time = (_TINY_BYTES, 1) if is_limited else (_SMALL_BYTES, _LARGE_AT_A_TIME)
        small = [match for match in matched if size_of(match) < small_bytes]
        large = [match for match in matched if size_of(match) >= small_bytes]
        with landing_database(self._workspace) as database:
            landers = [self._lander(database) for _ in range(min(threads_of(database), _MOST_WORKERS))]
            with one_thread_each(database):
                outcomes = list(side_by_side(small, size_of, landers, FileLander.take))
            outcomes += side_by_side(large, size_of, landers[:at_a_time], FileLander.take)
        found = {(outcome.path, outcome.contract.name): outcome for outcome in outcomes}
        yield from (found[path, contract.name] for path, contract in matched)

    def _lander(self, database: duckdb.DuckDBPyConnection) -> FileLander:
        return FileLander(
            self._workspace,
            session_of(database, self._workspace),
            fingerprints=self._fingerprints,
            inbox_hashes=self._inbox_hashes,
            landing_hashes=self._landing_hashes,
            on_event=self._on_event,
        )

    def _remember(self, outcome: Outcome, matches: Matches) -> None:
        name = file_name_in(self._workspace.inbox, outcome.path)
        if outcome.record is None or outcome.kind in ("waiting", "unreadable"):
            if outcome.kind == "waiting":
                self.report.waiting.append(name)
                self.report.warnings.append(outcome.message)
            else:
                self.report.unreadable.append(FileProblem(name, "unreadable", outcome.message))
            return
        record = outcome.record
        self._inbox_hashes.remember(outcome.path, outcome.stamp, record.delivery_id)
        self._present.setdefault(record.delivery_id, set()).add(outcome.contract.name)
        if outcome.kind == "landed":
            self._remember_landing(name, outcome, record)
        else:
            self.report.sighted.append(name)
        for member in left_by_all(record.left_members, outcome.path, outcome.contract, matches):
            self._remember_unknown(unknown_member(name, member, outcome.contract))
        self._sight(name, outcome, record)

    def _remember_unknown(self, problem: FileProblem) -> None:
        self.report.unknown.append(problem)
        self.report.warnings.append(problem.message)

    def _remember_landing(self, name: str, outcome: Outcome, record: LandingRecord) -> None:
        self.report.landed.append(name)
        self.report.rows += sum(feed.landed_rows for member in record.members for feed in member.feeds.values())
        self.report.warnings.extend(f"{name}, {line}" for line in record.warnings)
        if outcome.folder is not None:
            self._written.append(outcome.folder)
            for file, sha256 in outcome.hashes.items():
                path = outcome.folder / file
                self._landing_hashes.remember(path, stamp_of(path), sha256)

    def _sight(self, name: str, outcome: Outcome, record: LandingRecord) -> None:
        moment = outcome.moment
        if moment is None:
            return
        now = datetime.now(UTC).strftime(MOMENT)
        new = self._sightings.record(
            Sighting(
                delivery_id=record.delivery_id,
                contract=outcome.contract.name,
                member=member,
                exported_at=exported_at or moment.at,
                exported_at_is_from="column" if exported_at else moment.is_from,
                part=part or outcome.part,
                file_name=name,
                first_seen_at=now,
            )
            for member, part, exported_at in _sighted(record)
        )
        if moment.warning and any(sighting.exported_at_is_from == "modified_time" for sighting in new):
            self.report.warnings.append(moment.warning)


def _sighted(record: LandingRecord) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Member, part and date of export of everything that is sighted at once; None = what the file's name tells."""
    for member in record.members:
        dated = record if member.member is None else member
        dates = list(zip(dated.parts, dated.exported_at, strict=True)) or [(None, None)]
        yield from ((member.member, part, exported_at) for part, exported_at in dates)
