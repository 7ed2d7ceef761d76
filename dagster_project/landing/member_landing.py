"""The members of one file, landed one after the other, and the one record of them all.

A file with a single member lies in the landing's folder itself; several have a folder each, by their number. Holds the
putting together; how one member is landed stands in `delivery`.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from .delivery import Delivery, DeliveryWriter
from .member_repeats import number_over_members
from .record import LandingRecord

TellFile = Callable[[Path, str, int, float], None]


def write_members(
    con: duckdb.DuckDBPyConnection,
    deliveries: list[Delivery],
    time_zone: str,
    *,
    scratch: Path,
    folder: Path,
    tell: TellFile,
) -> LandingRecord:
    """Land the members of one file.

    Args:
        con: the connection that reads and writes.
        deliveries: the members, in their order; at least one.
        time_zone: the workspace's.
        scratch: lives as long as the landing of this file.
        folder: an empty folder; the Parquet files are written there, the record is not.
        tell: called with member, stage, rows and seconds.

    Raises:
        UnreadableFile: a member does not fit the contract; nothing of the file lands then.
    """
    records = []
    for number, delivery in enumerate(deliveries, start=1):
        target, own_scratch = folder, scratch
        if len(deliveries) > 1:
            target, own_scratch = folder / str(number), scratch / str(number)
            target.mkdir()
            own_scratch.mkdir()
        writer = DeliveryWriter(con, delivery, time_zone, own_scratch)

        def tell_of_member(stage: str, rows: int, seconds: float, path: Path = delivery.path) -> None:
            tell(path, stage, rows, seconds)

        prefix = f"{number}/" if len(deliveries) > 1 else ""
        records.append(_of_member(writer.write(target, tell_of_member), delivery, prefix))
        delivery.inspection.remove_temporary_files()
    whole = _together(records)
    if len(records) == 1:
        return whole
    return replace(whole, members=number_over_members(con, whole.members, deliveries[0].contract, folder))


def _of_member(record: LandingRecord, delivery: Delivery, prefix: str) -> LandingRecord:
    """The record of a named member says of everything whose it is."""
    if delivery.member is None:
        return record
    member = record.members[0]
    feeds = {name: replace(feed, file=f"{prefix}{feed.file}") for name, feed in member.feeds.items()}
    named = replace(
        member,
        feeds=feeds,
        header=record.header,
        exported_at=record.exported_at or [None],
        parts=record.parts or [delivery.part],
    )
    return replace(
        record,
        members=[named],
        tallies=[{**tally, "member": delivery.member} for tally in record.tallies],
        other_files={f"{prefix}{name}": sha256 for name, sha256 in record.other_files.items()},
        warnings=[f"{delivery.member}: {line}" for line in record.warnings],
    )


def _together(records: list[LandingRecord]) -> LandingRecord:
    first = records[0]
    if len(records) == 1:
        return first
    return replace(
        first,
        members=[member for record in records for member in record.members],
        tallies=[tally for record in records for tally in record.tallies],
        other_files={name: sha256 for record in records for name, sha256 in record.other_files.items()},
        exported_at=[moment for record in records for moment in record.exported_at],
        parts=[part for record in records for part in record.parts],
        warnings=[line for record in records for line in record.warnings],
    )
