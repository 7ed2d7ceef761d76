"""One feed of one file: its landed rows as Parquet, and the count of every record's one place.

Counts come from the written files and are held against the witness; the tallies per month are taken from all records
before they part, as a second witness. Holds execution; the text of the relation stands in `feed_relation`.
"""

import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dagster_project.errors import UnreadableFile

from .contract import UNMAPPED
from .feed_counts import FeedCounts
from .feed_model import FeedPlan
from .feed_relation import LANDS, LandedColumn
from .parquet import PARQUET
from .reading import RawTable
from .repeats import number_repeats
from .sql import quote_name, quote_value, shape
from .time_zones import utc_to_local

# Larger files are streamed through the layers each time they are needed, so that memory stays bounded.
_FEW_RECORDS = 50_000
_ALWAYS_KEPT = ("_row_number", "_is_selected", "_fault", "_return_source", "_key", "_content", "_key_is_null")
_WORD = re.compile(r"\w+")


class FeedWriter:
    """Writes one feed of one file with one connection."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        path: Path,
        plan: FeedPlan,
        *,
        rows: str,
        unjoined_rows: str,
        columns: list[LandedColumn],
        raw: RawTable,
    ) -> None:
        self._con = con
        self._path = path
        self._plan = plan
        self._columns = columns
        self._raw = raw
        self._rows, self._unjoined_rows = rows, unjoined_rows
        if raw.records < _FEW_RECORDS:
            self._rows = self._unjoined_rows = self._kept(rows, plan.name)
        self._left = f"left_{plan.name}"
        self._has_left = False

    def _kept(self, rows: str, name: str) -> str:
        """The rows as a table: planning the layers once is most of the work on a small file, making columns the rest.

        Kept is what the landed columns, the faults and the remarks speak of.
        """
        plan = self._plan
        spoken = [column.sql for column in self._columns] + [fault.text for fault in plan.faults]
        spoken += [*plan.doubtful.values(), *plan.differing.values(), *plan.kept_unmapped.values()]
        words = {word for sql in spoken for word in _WORD.findall(sql)} | {plan.entity.moment}
        layers = (self._raw.names, plan.parts, plan.words, plan.texts, plan.first, plan.outputs, plan.keys)
        kept = [*_ALWAYS_KEPT, *(column for layer in layers for column in layer if column in words)]
        selected = ", ".join(quote_name(column) for column in dict.fromkeys(kept))
        self._con.execute(f"create or replace temp table rows_of_{name} as select {selected} from ({rows})")
        return f"select * from rows_of_{name}"

    def write(self, target: Path, footer_and_blank: int) -> FeedCounts:
        """Write the landed rows to `target` and the others to a temporary table (`left_sql`).

        Args:
            target: the Parquet file to write.
            footer_and_blank: how many records the witness calls footer or blank.

        Raises:
            UnreadableFile: a record is in no place or in two.
        """
        self._copy_landed(target)
        counts = self._landed_counts(target)
        expected = self._raw.records - footer_and_blank
        if counts.landed_records < expected:
            rejected, not_selected = self._fallen(expected - counts.landed_records)
            if rejected or self._plan.return_source is not None:
                self._set_left_apart()
                rejected, not_selected = self._left_counts()
            counts.rejected, counts.not_selected = rejected, not_selected
        placed = counts.landed_records + counts.rejected + counts.not_selected
        if placed != expected:
            raise UnreadableFile(
                f"{self._path}, feed {self._plan.name}: of {expected} records {placed} have a place "
                f"({counts.landed_records} landed, {counts.rejected} rejected, {counts.not_selected} not selected).",
                "Nothing of the file has landed; please report it with the contract.",
            )
        self._count_remarks(counts, target)
        return counts

    def left_sql(self) -> str | None:
        """A select of the records to keep in left.parquet; None where none left."""
        if not self._has_left:
            return None
        kept = "" if self._plan.return_source is not None else "where disposition = 'rejected'"
        return f"select * from {self._left} {kept}"

    def tallies(self, zone: ZoneInfo) -> list[dict[str, Any]]:
        """Per return source and local month: what was delivered, and where it went; from all records at once."""
        if self._plan.return_source is None:
            return []
        month = f"cast(date_trunc('month', {utc_to_local('occurred_at', zone)}) as date)"
        per_record = (
            "select _row_number, min(_return_source) as return_source, min(occurred_at) as occurred_at, "
            "min(_is_selected) as is_selected, max(_fault) as fault, count(*) as rows_of_record "
            f"from (select *, {self._occurred_at()} as occurred_at from ({self._rows})) group by _row_number"
        )
        if self._raw.set_aside is not None:
            per_record += (
                f" union all select row_number, {self._constant_source()}, null, true, 0, 1 "
                f"from ({self._raw.set_aside}) where disposition = 'rejected'"
            )
        lands = "is_selected and fault is null"
        cursor = self._con.execute(
            f"select return_source, cast({month} as varchar) as month, count(*) as delivered, "
            f"count(*) filter ({lands}) as landed_records, "
            f"cast(coalesce(sum(rows_of_record - 1) filter ({lands}), 0) as bigint) as expanded, "
            "count(*) filter (is_selected and fault is not null) as rejected, "
            "count(*) filter (not is_selected) as not_selected "
            f"from ({per_record}) group by return_source, month order by return_source nulls last, month nulls last"
        )
        names = [column[0] for column in cursor.description or []]
        return [{"feed": self._plan.name, **dict(zip(names, row, strict=True))} for row in cursor.fetchall()]

    def _copy_landed(self, target: Path) -> None:
        columns = ", ".join(f"{column.sql} as {quote_name(column.name)}" for column in self._columns)
        select = f"select {columns} from ({self._rows}) where {LANDS}"
        self._con.execute(f"copy ({select}) to {quote_value(str(target))} {PARQUET}")
        number_repeats(self._con, self._plan, self._columns, target)

    def _landed_counts(self, target: Path) -> FeedCounts:
        file = f"read_parquet({quote_value(str(target))})"
        rows = self._scalar(f"select count(*) from {file}")
        records = self._scalar(f"select count(distinct _row_number) from {file}") if self._plan.parts else rows
        unmapped = {
            column: self._scalar(f"select count(*) from {file} where {quote_name(column)} = {quote_value(UNMAPPED)}")
            for column in self._plan.kept_unmapped
            if self._plan.entity.columns[column].type != "boolean"
        }
        return FeedCounts(rows, records, unmapped={column: count for column, count in unmapped.items() if count})

    def _fallen(self, missing: int) -> tuple[int, int]:
        """How many records are rejected and how many not selected: mostly all that has to be known of them."""
        lost = "count(distinct _row_number)" if self._plan.parts else "count(*)"
        not_selected = int(self._scalar(f"select {lost} from ({self._unjoined_rows}) where not _is_selected"))
        if not_selected == missing:
            # None is left that could be rejected, and to ask would mean to read every cell again.
            return 0, not_selected
        counted = f"{lost} filter (_is_selected and _fault is not null), {lost} filter (not _is_selected)"
        row = self._con.execute(f"select {counted} from ({self._unjoined_rows})").fetchone()
        rejected, not_selected = row or (0, 0)
        if self._raw.set_aside is not None:
            rejected += self._scalar(f"select count(*) from ({self._raw.set_aside}) where disposition = 'rejected'")
        return int(rejected), int(not_selected)

    def _set_left_apart(self) -> None:
        """Every record that did not land, once: why, and what its value looked like."""
        faults = list(enumerate(self._plan.faults, start=1))

        def by_fault(choose: Any) -> str:
            cases = " ".join(f"when {number} then {choose(fault)}" for number, fault in faults)
            return f"case when not _is_selected then null {'else case _fault ' + cases + ' end' if cases else ''} end"

        text = by_fault(lambda fault: fault.text)
        once = "qualify row_number() over (partition by _row_number) = 1" if self._plan.parts else ""
        feed, entity = quote_value(self._plan.name), quote_value(self._plan.entity.name)
        member = "cast(null as varchar)"
        queries = [
            f"select {feed} as feed, {entity} as entity, {member} as member, _row_number as row_number, "
            "case when _is_selected then 'rejected' else 'not_selected' end as disposition, "
            f"cast(_return_source as varchar) as return_source, {self._occurred_at()} as occurred_at, "
            f'{by_fault(lambda fault: quote_value(fault.label))} as "column", '
            f"{by_fault(lambda fault: quote_value(fault.reason))} as reason, {shape(text)} as shape "
            f"from ({self._rows}) where not ({LANDS}) {once}"
        ]
        if self._raw.set_aside is not None:
            queries.append(
                f"select {feed}, {entity}, {member}, row_number, 'rejected', {self._constant_source()}, null, null, "
                f"reason, null from ({self._raw.set_aside}) where disposition = 'rejected'"
            )
        self._con.execute(f"create or replace temp table {self._left} as {' union all '.join(queries)}")
        self._has_left = True

    def _left_counts(self) -> tuple[int, int]:
        counted = f"select count(*) from {self._left} where disposition"
        return self._scalar(f"{counted} = 'rejected'"), self._scalar(f"{counted} = 'not_selected'")

    def _count_remarks(self, counts: FeedCounts, target: Path) -> None:
        """What landed with a remark: values that became null, columns that disagree, words that block."""
        has_all = counts.landed_rows == self._raw.records
        remarks = {
            **{
                ("doubtful", name): sql
                for name, sql in self._plan.doubtful.items()
                if not (has_all and self._is_without_doubt(name, target))
            },
            **{("differing", name): sql for name, sql in self._plan.differing.items()},
            **{
                ("unmapped", name): sql
                for name, sql in self._plan.kept_unmapped.items()
                if self._plan.entity.columns[name].type == "boolean"
            },
        }
        if remarks and counts.landed_rows:
            sums = ", ".join(f"count(*) filter ({sql})" for sql in remarks.values())
            found = self._con.execute(f"select {sums} from ({self._rows}) where {LANDS}").fetchone() or ()
            for (kind, name), count in zip(remarks, found, strict=True):
                if count:
                    getattr(counts, kind)[name] = int(count)
        if counts.rejected:
            for label in sorted({fault.label for fault in self._plan.faults if fault.blocks}):
                condition = f'"column" = {quote_value(label)} and reason = {quote_value(self._blocking_reason())}'
                count = self._scalar(f"select count(*) from {self._left} where {condition}")
                if count:
                    counts.blocking[label] = count

    def _is_without_doubt(self, column: str, target: Path) -> bool:
        """Whether as many values landed as there are filled cells: two counts that cost next to nothing."""
        cell = self._plan.texts[f"{column}__text"]
        if not cell.isidentifier() or cell in self._plan.parts:
            return False
        landed = f"select count({quote_name(column + '_key')}) from read_parquet({quote_value(str(target))})"
        return bool(self._scalar(landed) == self._scalar(f"select count({cell}) from ({self._raw.sql})"))

    def _blocking_reason(self) -> str:
        return next(fault.reason for fault in self._plan.faults if fault.blocks)

    def _occurred_at(self) -> str:
        moment = self._plan.entity.moment
        return (
            f"cast({quote_name(moment) if moment in self._plan.outputs else 'null'} as timestamp)" if moment else "null"
        )

    def _constant_source(self) -> str:
        declared = self._plan.feed.return_source
        return f"cast({quote_value(declared.constant if declared is not None else None)} as varchar)"

    def _scalar(self, query: str) -> Any:
        row = self._con.execute(query).fetchone()
        return row[0] if row else None
