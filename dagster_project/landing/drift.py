"""Schema drift: where the header of a delivery differs from that of the one before it, of the same contract.

Holds the order of deliveries, what is told of each change, and which changes a contract's `on_drift` forbids. It is
made anew from manifest and sightings, so that it does not depend on the order in which files arrived.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.confinement import confine

from .contract_model import Contract
from .feed_model import MISSING_REASON, UNMAPPED_REASON
from .header_change import HeaderChange, compare_headers
from .manifest import ActiveLanding, Manifest
from .record import MemberRecord
from .report import FileProblem
from .side_files import LEFT_FILE
from .sightings import Sighting, Sightings
from .sql import quote_value
from .store import read_json, write_json

DRIFT_FILE = "drift.json"
# Why a record is rejected although its value can be read, or has none.
_OTHER_REASONS = f"{quote_value(MISSING_REASON)}, {quote_value(UNMAPPED_REASON)}"
_DIGITS = re.compile(r"\d+")
_MOSTLY = 0.5  # of a member's records: from here on a column that cannot be read has changed its type


@dataclass(frozen=True)
class Drift:
    """A delivery whose header, or whose kind of values, differs from the delivery before it.

    Attributes:
        retyped: columns of which at least half the records became unreadable, while they were readable before.
        is_latest: whether it is the last delivery of its contract and part, so that the change is still there.
    """

    contract: str
    file_name: str
    previous_file_name: str
    exported_at: str
    member: str | None
    part: str | None
    old_header: list[str]
    new_header: list[str]
    change: HeaderChange
    retyped: tuple[str, ...]
    is_latest: bool

    @property
    def is_known(self) -> bool:
        """Whether the contract copes with it."""
        return self.change.is_known and not self.retyped

    def kinds(self) -> list[str]:
        """Each kind of change with its columns, for people."""
        change = self.change
        told = [
            ("added", ", ".join(change.added)),
            ("dropped", ", ".join(change.dropped)),
            ("renamed", ", ".join(f"{old} → {new}" for old, new in change.renamed)),
            ("named twice", ", ".join(change.duplicated)),
            ("retyped", ", ".join(self.retyped)),
        ]
        return [f"{kind}: {columns}" for kind, columns in told if columns] + ["reordered"] * change.is_reordered

    def __str__(self) -> str:
        return f"{self.file_name} differs from {self.previous_file_name} ({self.contract}): {'; '.join(self.kinds())}"

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {**asdict(self), "is_known": self.is_known, "kinds": self.kinds()}


@dataclass(frozen=True)
class _Delivered:
    """One member of a delivery with what its place among the others hangs on."""

    landing: ActiveLanding
    member: MemberRecord
    sighting: Sighting

    @property
    def header(self) -> list[str]:
        return self.member.header or self.landing.record.header


def drifts_of(
    manifest: Manifest, sightings: Sightings, contracts: Mapping[str, Contract], withdrawn: Iterable[str] = ()
) -> list[Drift]:
    """Every change from one delivery to the next, by contract and date."""
    found = []
    for contract, series in _series(manifest, sightings, set(withdrawn)):
        if contract not in contracts:
            continue
        for before, after in pairwise(series):
            drift = _compare(before, after, contracts[contract], is_latest=after is series[-1])
            if drift.change.is_any or drift.retyped:
                found.append(drift)
    return found


def problems_of_drift(drifts: Iterable[Drift], contracts: Mapping[str, Contract]) -> Iterator[FileProblem]:
    """The changes that a contract does not let pass.

    `fail` forbids what the contract does not know. Under `reject_row` records are rejected at landing; a column that
    is gone can be blamed on no record, so it blocks as well.
    """
    for drift in drifts:
        policy, change = contracts[drift.contract].on_drift, drift.change
        forbidden = [("is gone", change.lost)] if policy != "keep" else []
        if policy == "fail":
            forbidden += [
                ("is not known to the contract", change.unknown),
                ("stands in the header more than once", change.duplicated),
                ("holds other values than before", drift.retyped),
            ]
        reasons = [f"{', '.join(map(repr, columns))} {what}" for what, columns in forbidden if columns]
        if reasons:
            message = (
                f"{drift.file_name}: the header changed since {drift.previous_file_name}: {'; '.join(reasons)}. "
                f"Before: {', '.join(drift.old_header)}. Now: {', '.join(drift.new_header)}. "
                "Name the columns in the contract (`other_columns` for those that it need not read), or set `on_drift`."
            )
            yield FileProblem(drift.file_name, "drift", message)


def write_drifts(landing_dir: Path, drifts: Iterable[Drift]) -> None:
    """Keep them for `amorce status`, which opens no database that a run may hold."""
    write_json(landing_dir / DRIFT_FILE, [drift.as_dict() for drift in drifts])


def read_drifts(landing_dir: Path) -> list[dict[str, Any]]:
    """What the last landing found, newest first; empty before the first one."""
    path = landing_dir / DRIFT_FILE
    kept: list[dict[str, Any]] = read_json(path) if path.is_file() else []
    return sorted(kept, key=lambda drift: drift["exported_at"], reverse=True)


def _series(manifest: Manifest, sightings: Sightings, withdrawn: set[str]) -> Iterator[tuple[str, list[_Delivered]]]:
    """The deliveries that follow on each other: of one contract, one part, members of one name but for its digits."""
    first: dict[tuple[str, str, str | None], Sighting] = {}
    for sighting in sightings.all.values():
        key = (sighting.delivery_id, sighting.contract, sighting.member)
        known = first.get(key)
        if known is None or (sighting.exported_at, sighting.file_name) < (known.exported_at, known.file_name):
            first[key] = sighting
    series: dict[tuple[str, str, str], list[_Delivered]] = {}
    for landing in manifest.in_order():
        record = landing.record
        for member in record.members:
            seen = first.get((record.delivery_id, record.contract, member.member))
            if seen is not None and record.delivery_id not in withdrawn:
                key_of_series = (record.contract, seen.part or "", _DIGITS.sub("#", member.member or ""))
                series.setdefault(key_of_series, []).append(_Delivered(landing, member, seen))
    for (contract, _, _), delivered in sorted(series.items()):
        delivered.sort(key=lambda each: (each.sighting.exported_at, each.sighting.delivery_id))
        yield contract, delivered


def _compare(before: _Delivered, after: _Delivered, contract: Contract, *, is_latest: bool) -> Drift:
    change = compare_headers(before.header, after.header, contract)
    retyped = sorted(_unreadable(after, contract) - _unreadable(before, contract))
    return Drift(
        contract=contract.name,
        file_name=after.sighting.file_name,
        previous_file_name=before.sighting.file_name,
        exported_at=after.sighting.exported_at,
        member=after.member.member,
        part=after.sighting.part,
        old_header=before.header,
        new_header=after.header,
        change=change,
        retyped=tuple(name for name in retyped if name in before.header and name in after.header),
        is_latest=is_latest,
    )


def _unreadable(delivered: _Delivered, contract: Contract) -> set[str]:
    """Columns, as the file names them, of which most records cannot be read."""
    member = delivered.member
    most = max(_MOSTLY * member.records, 1)
    found: set[str] = set()
    for name, feed in member.feeds.items():
        rules = contract.feeds[name].columns if name in contract.feeds else {}
        for column, count in feed.doubtful.items():
            if count >= most and column in rules:
                found.update(set(rules[column].all_headers) & set(delivered.header))
    if any(feed.rejected >= most for feed in member.feeds.values()):
        found |= _mostly_rejected(delivered, most)
    return found


def _mostly_rejected(delivered: _Delivered, most: float) -> set[str]:
    folder = (delivered.landing.folder / next(iter(delivered.member.feeds.values())).file).parent
    if not (folder / LEFT_FILE).is_file():
        return set()
    file = f"read_parquet({quote_value(str(folder / LEFT_FILE))})"
    with duckdb.connect() as con:
        confine(con, [folder])
        rows = con.execute(
            f"select feed, \"column\", count(*) from {file} where disposition = 'rejected' "
            f'and reason not in ({_OTHER_REASONS}) and "column" is not null group by all'
        ).fetchall()
    return {column for _, column, count in rows if count >= most}
