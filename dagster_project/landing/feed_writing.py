"""One feed of one file: its landed rows as Parquet, and the count of every record's one place.

A row is worked out once, while it is written; what else has to be known is read from what was written, or asks for a
column or two. Counts are held against the witness. Holds execution; the text of the relation stands in `feed_relation`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dagster_project.errors import UnreadableFile

from .cell_words import CellWords
from .contract import UNMAPPED
from .feed_columns import columns_of_records
from .feed_counts import FeedCounts
from .feed_leaving import LeftRecords
from .feed_model import CellDictionary, FeedPlan
from .feed_relation import LANDS, LandedColumn, RowOrigin, relation
from .feed_tallies import Tallies
from .inspection_result import Disposition
from .parquet import PARQUET
from .reading import RawTable
from .repeats import number_repeats, repeats_sql
from .sql import quote_name, quote_value


@dataclass(frozen=True)
class _Facts:
    """What a file of landed rows tells of itself."""

    rows: int = 0
    records: int = 0
    repeats: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    """Of columns whose text may give null: how many values there are."""


class FeedWriter:
    """Writes one feed of one file with one connection."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        path: Path,
        plan: FeedPlan,
        *,
        origin: RowOrigin,
        columns: list[LandedColumn],
        raw: RawTable,
        words: CellWords,
        set_aside: Mapping[Disposition, int],
        tallies: Tallies,
    ) -> None:
        self._con = con
        self._path = path
        self._plan = plan
        self._origin = origin
        self._columns = columns
        self._raw = raw
        self._words = words
        self._dictionaries: list[CellDictionary] = []
        self._set_aside = set_aside
        self._tallies = tallies
        self._left = LeftRecords(con, plan, raw, origin)

    def write(self, target: Path) -> FeedCounts:
        """Write the landed rows to `target` and the others to a temporary table (`left_sql`).

        Raises:
            UnreadableFile: a record is in no place or in two.
        """
        broken = self._set_aside.get("rejected", 0)
        readable = self._raw.records - sum(self._set_aside.values())
        selected, not_selected = (readable, 0) if self._plan.takes_all else self._left.count_selected()
        self._copy_landed(target, selected)
        facts = self._facts(target) if selected else _Facts()
        if facts.repeats:
            number_repeats(self._con, self._plan, self._columns, target, self._origin.system)
        counts = FeedCounts(facts.rows, facts.records, unmapped=facts.unmapped)
        unread = selected - facts.records
        counts.rejected, counts.not_selected = self._left.set_apart(not_selected, unread, broken, target)
        placed = counts.landed_records + counts.rejected + counts.not_selected
        if placed != readable + broken:
            raise UnreadableFile(
                f"{self._path}, feed {self._plan.name}: of {readable + broken} records {placed} have a place "
                f"({counts.landed_records} landed, {counts.rejected} rejected, {counts.not_selected} not selected).",
                "Nothing of the file has landed; please report it with the contract.",
            )
        self._count_remarks(counts, facts, target, facts.records == readable)
        return counts

    def _copy_landed(self, target: Path, selected: int) -> None:
        columns = ", ".join(f"{column.sql} as {quote_name(column.name)}" for column in self._columns)
        if selected:
            self._dictionaries = self._words.of(self._plan)
            rows = relation(self._plan, self._raw.sql, self._origin, self._dictionaries)
            select = f"select {columns} from ({rows}) where {LANDS}"
        else:
            # Planning to work out every column would take longer than all else that an idle feed needs.
            nulls = [f"cast(null as {column.duckdb_type}) as {quote_name(column.name)}" for column in self._columns]
            select = f"select {', '.join(nulls)} where false"
        self._con.execute(f"copy ({select}) to {quote_value(str(target))} {PARQUET}")

    def left_sql(self) -> str | None:
        """A select of the records to keep in left.parquet; None where none left."""
        return self._left.kept_sql()

    def tallies(self, folder: Path, zone: ZoneInfo) -> list[dict[str, Any]]:
        """Per return source and local month: what was delivered, and where it went.

        Raises:
            UnreadableFile: a month's records, counted before they parted, are not those that were written.
        """
        if self._plan.return_source is None:
            return []
        target = folder / f"{self._plan.name}.parquet"
        return self._tallies.of(self._plan, target, self._left.table, self._set_aside.get("rejected", 0), zone)

    def _facts(self, target: Path) -> _Facts:
        plan = self._plan
        unmapped = [name for name in plan.kept_unmapped if plan.entity.columns[name].type != "boolean"]
        asked = [
            "count(*)",
            "count(distinct _row_number)" if plan.parts else "count(*)",
            repeats_sql(plan),
            *(f"count(*) filter ({quote_name(name)} = {quote_value(UNMAPPED)})" for name in unmapped),
            *(f"count({quote_name(name + '_key')})" for name in plan.doubtful),
        ]
        found = self._con.execute(f"select {', '.join(asked)} from read_parquet({quote_value(str(target))})").fetchone()
        rows, records, repeats, *others = found or (0, 0, 0)
        counts = dict(zip([*unmapped, *plan.doubtful], others, strict=True))
        return _Facts(
            rows,
            records,
            repeats,
            {name: counts[name] for name in unmapped if counts[name]},
            {name: counts[name] for name in plan.doubtful},
        )

    def _count_remarks(self, counts: FeedCounts, facts: _Facts, target: Path, all_landed: bool) -> None:
        """What landed with a remark: values that became null, columns that disagree, words that block."""
        if facts.rows:
            self._count_doubts(counts, facts, self._landed_cells(target, all_landed))
        if counts.rejected:
            counts.blocking |= self._left.blocking()

    def _count_doubts(self, counts: FeedCounts, facts: _Facts, raw: str) -> None:
        plan = self._plan
        booleans = [name for name in plan.kept_unmapped if plan.entity.columns[name].type == "boolean"]
        doubtful = {name: sql for name, sql in plan.doubtful.items() if not self._is_beyond_doubt(name)}
        # The filled texts of a column less its values are the doubts; of parts of a cell each has to be asked.
        filled = {} if plan.parts else {name: f"{name}__text" for name in doubtful}
        columns = {
            **{f"filled {name}": text for name, text in filled.items()},
            **{f"doubtful {name}": sql for name, sql in doubtful.items() if name not in filled},
            **{f"differing {name}": sql for name, sql in plan.differing.items()},
            **{f"unmapped {name}": plan.kept_unmapped[name] for name in booleans},
        }
        if not columns:
            return
        records = columns_of_records(plan, raw, {**columns, **{part: part for part in plan.parts}})
        asked = ", ".join(
            f"count({quote_name(column)})"
            if column.startswith("filled ")
            else f"count(*) filter ({quote_name(column)})"
            for column in columns
        )
        found = self._con.execute(f"select {asked} from ({records})").fetchone() or ()
        for column, number in zip(columns, found, strict=True):
            kind, name = column.split(" ", 1)
            count = number - facts.keys[name] if kind == "filled" else number
            if count:
                getattr(counts, "doubtful" if kind == "filled" else kind)[name] = int(count)

    def _is_beyond_doubt(self, column: str) -> bool:
        """Whether a dictionary holds every word of the column, and a value for each."""
        key = f"{column}_key"
        for found in self._dictionaries:
            if key in found.names:
                doubts = f"select count(*) from {found.table} where word is not null and {quote_name(key)} is null"
                return self._con.execute(doubts).fetchone() == (0,)
        return False

    def _landed_cells(self, target: Path, all_landed: bool) -> str:
        """The cells of the records that landed."""
        if all_landed:
            return self._raw.sql
        landed = f"select _row_number from read_parquet({quote_value(str(target))})"
        return f"select * from ({self._raw.sql}) semi join ({landed}) using (_row_number)"
