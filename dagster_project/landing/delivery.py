"""One delivery: a file's bytes become a folder of typed Parquet files and a record, or an error and nothing.

Holds the order of steps for one file. Which files are landed, and which landing is active, is decided elsewhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dagster_project.errors import UnreadableFile

from .cell_words import CellWords
from .cells import Cells
from .contract import Contract
from .feed_counts import FeedCounts
from .feed_model import FeedPlan, PlanContext
from .feed_plan import plan_feed
from .feed_relation import LandedColumn, RowOrigin, landed_columns
from .feed_tallies import Tallies
from .feed_writing import FeedWriter
from .inspection import Inspection, raw_column_names
from .reading import RawTable, read_raw
from .record import FeedRecord, LandingRecord, MemberRecord
from .side_files import LEFT_FILE, SIDE_FILE, has_cells_beside, write_left
from .sql import quote_value
from .store import file_sha256

Tell = Callable[[str, int, float], None]


@dataclass(frozen=True)
class Delivery:
    """One member of a file, mostly the whole of it, and what is known before it is read by the parser."""

    path: Path
    contract: Contract
    fingerprint: str
    inspection: Inspection
    part: str | None
    """The part of a snapshot that the file's name gives."""
    member: str | None = None
    """Its name in an archive or a workbook."""
    warnings: tuple[str, ...] = ()


class DeliveryWriter:
    """Lands one delivery into a folder, with one connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection, delivery: Delivery, time_zone: str, scratch: Path) -> None:
        self._con = con
        self._delivery = delivery
        self._time_zone = time_zone
        self._scratch = scratch

    def write(self, folder: Path, tell: Tell) -> LandingRecord:
        """Write the Parquet files; returns the record of them.

        Args:
            folder: an empty folder, moved into place by the caller.
            tell: called with stage, rows and seconds as work goes on.

        Raises:
            UnreadableFile: the file does not fit its contract, or its counts do not add up.
        """
        delivery, inspection = self._delivery, self._delivery.inspection
        cells = Cells(delivery.path, inspection.header, raw_column_names(inspection), inspection.is_trimmed)
        context = PlanContext(delivery.contract, cells, delivery.contract.time_zone(self._time_zone))
        plans = [plan_feed(name, context) for name in delivery.contract.feeds]
        beside = [SIDE_FILE] if has_cells_beside(cells, plans) else []
        target = folder / SIDE_FILE if beside else self._scratch / SIDE_FILE
        with _without_values(delivery.path):
            with _timed(tell, "read", inspection.records):
                raw = read_raw(self._con, delivery.path, inspection, cells, target=target, scratch=self._scratch)
            feeds, writers = self._write_feeds(plans, raw, folder, tell)
            left = [query for query in (writer.left_sql() for writer in writers) if query is not None]
            beside += [LEFT_FILE] if write_left(self._con, left, folder, delivery.member) else []
            other_files = {name: file_sha256(folder / name) for name in beside}
            tallies = [tally for writer in writers for tally in writer.tallies(folder, ZoneInfo(self._time_zone))]
            dates = self._dates(folder, feeds)
        return self._record(feeds, other_files, tallies, dates)

    def _write_feeds(
        self, plans: list[FeedPlan], raw: RawTable, folder: Path, tell: Tell
    ) -> tuple[dict[str, tuple[FeedRecord, FeedCounts]], list[FeedWriter]]:
        delivery = self._delivery
        origin = RowOrigin(
            delivery.contract.name,
            delivery.contract.system,
            delivery.inspection.delivery_id,
            delivery.member,
            delivery.part,
        )
        feeds: dict[str, tuple[FeedRecord, FeedCounts]] = {}
        writers = []
        words = CellWords(self._con, raw)
        tallies = Tallies(self._con, delivery.path, raw)
        for plan in plans:
            with _timed(tell, plan.name, raw.records):
                columns = landed_columns(plan, origin)
                writer = FeedWriter(
                    self._con,
                    delivery.path,
                    plan,
                    origin=origin,
                    columns=columns,
                    raw=raw,
                    words=words,
                    set_aside=delivery.inspection.set_aside_counts,
                    tallies=tallies,
                )
                path = folder / f"{plan.name}.parquet"
                found = writer.write(path)
                feeds[plan.name] = (_feed_record(plan, columns, path, found), found)
                writers.append(writer)
        return feeds, writers

    def _dates(
        self, folder: Path, feeds: dict[str, tuple[FeedRecord, FeedCounts]]
    ) -> list[tuple[str | None, str | None]]:
        """Where rows carry their own date of export or part: the latest date of each part."""
        contract = self._delivery.contract
        part = contract.mode.part
        if contract.exported_at.kind != "column" and (part is None or part.headers is None):
            return []
        files = ", ".join(quote_value(str(folder / f"{name}.parquet")) for name in feeds)
        written = {name for record, _ in feeds.values() for name, _ in record.columns}
        moment = "_exported_at" if "_exported_at" in written else "cast(null as timestamp)"
        part_of_row = "_part" if "_part" in written else "cast(null as varchar) as _part"
        rows = self._con.execute(
            f"select {part_of_row}, strftime(max({moment}), '%Y-%m-%dT%H:%M:%S') "
            f"from read_parquet([{files}], union_by_name = true) group by _part order by _part"
        ).fetchall()
        return [(row[0], row[1]) for row in rows]

    def _record(
        self,
        feeds: dict[str, tuple[FeedRecord, FeedCounts]],
        other_files: dict[str, str],
        tallies: list[dict[str, Any]],
        dates: list[tuple[str | None, str | None]],
    ) -> LandingRecord:
        delivery, inspection = self._delivery, self._delivery.inspection
        member = MemberRecord(
            member=delivery.member,
            records=inspection.records,
            footer=inspection.set_aside_counts.get("footer", 0),
            blank=inspection.set_aside_counts.get("blank", 0),
            feeds={name: record for name, (record, _) in feeds.items()},
        )
        return LandingRecord(
            delivery_id=inspection.delivery_id,
            contract=delivery.contract.name,
            fingerprint=delivery.fingerprint,
            system=delivery.contract.system,
            size_bytes=inspection.size_bytes,
            header=inspection.header,
            members=[member],
            tallies=tallies,
            other_files=other_files,
            exported_at=[exported_at for _, exported_at in dates],
            parts=[part for part, _ in dates],
            warnings=[
                *delivery.warnings,
                *(line for name, (_, counts) in feeds.items() for line in _remarks(name, counts)),
            ],
        )


def _feed_record(plan: FeedPlan, columns: list[LandedColumn], path: Path, counts: FeedCounts) -> FeedRecord:
    return FeedRecord(
        entity=plan.entity.name,
        file=path.name,
        sha256=file_sha256(path),
        columns=[[column.name, column.duckdb_type] for column in columns],
        landed_rows=counts.landed_rows,
        landed_records=counts.landed_records,
        expanded=counts.expanded,
        rejected=counts.rejected,
        not_selected=counts.not_selected,
        unmapped=counts.unmapped,
        blocking=counts.blocking,
        doubtful=counts.doubtful,
    )


def _remarks(feed: str, counts: FeedCounts) -> list[str]:
    lines = [
        f"feed {feed}: {count} words of {column} mean nothing that the contract lists; they landed as unmapped."
        for column, count in counts.unmapped.items()
    ]
    lines += [
        f"feed {feed}: {count} values of {column} cannot be read and count as empty; they stand in the side file."
        for column, count in counts.doubtful.items()
    ]
    lines += [
        f"feed {feed}: in {count} records {label} and another of its names disagree; the first was taken."
        for label, count in counts.differing.items()
    ]
    if counts.rejected:
        lines.append(f"feed {feed}: {counts.rejected} records cannot be read; see rejected_records.")
    return lines


@contextmanager
def _timed(tell: Tell, stage: str, rows: int) -> Iterator[None]:
    start = perf_counter()
    yield
    tell(stage, rows, perf_counter() - start)


@contextmanager
def _without_values(path: Path) -> Iterator[None]:
    """DuckDB's messages may quote a cell: only the kind of error and the file are passed on."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise UnreadableFile(f"{path}: not enough memory to land it.", "Raise memory_limit in amorce.yml.") from None
    except duckdb.IOException as error:
        raise UnreadableFile(
            f"{path}: DuckDB could not read or write a file while landing it ({type(error).__name__}).",
            "See that the disk has room and that the workspace may be written.",
        ) from None
    except duckdb.Error as error:
        raise UnreadableFile(
            f"{path}: DuckDB failed while landing it ({type(error).__name__}).",
            "Run `amorce contract check`; if the contract is right, please report it.",
        ) from None
