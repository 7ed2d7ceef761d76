"""The records of one feed that did not land: those that `when` passes over, and those that cannot be read.

Only they are worked out a second time, and of those not selected only source and moment. Holds a temporary table;
whether every record has one place is judged by `feed_writing`.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from .feed_columns import columns_of_records
from .feed_model import Fault, FeedPlan
from .feed_relation import LANDS, RowOrigin, relation
from .reading import RawTable
from .sql import quote_value, shape

_COLUMNS = (
    "feed varchar, entity varchar, member varchar, row_number bigint, disposition varchar, return_source varchar, "
    'occurred_at timestamp, "column" varchar, reason varchar, shape varchar'
)


class LeftRecords:
    """What one feed of one file leaves behind."""

    def __init__(self, con: duckdb.DuckDBPyConnection, plan: FeedPlan, raw: RawTable, origin: RowOrigin) -> None:
        self._con = con
        self._plan = plan
        self._raw = raw
        self._origin = origin
        self.table: str | None = None
        """The table of left records, None where there are none to keep."""

    def count_selected(self) -> tuple[int, int]:
        """How many readable records the feed takes, and how many it passes over."""
        columns = {"is_selected": self._plan.selected}
        records = columns_of_records(self._plan, self._raw.sql, columns)
        row = self._con.execute(
            f"select count(*) filter (is_selected), count(*) filter (not is_selected) from ({records})"
        ).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def set_apart(self, not_selected: int, unread: int, broken: int, target: Path) -> tuple[int, int]:
        """Keep the records that are not in `target`.

        Args:
            not_selected: how many `when` passes over.
            unread: how many selected records did not land.
            broken: how many records the witness could not read.
            target: the landed rows.

        Returns:
            how many were rejected, and how many not selected, as they were kept.
        """
        # Of a feed of returns they are kept, so that a ledger can name them; of others the number is enough.
        if not_selected and self._plan.return_source is not None:
            not_selected = self._pass_over()
        rejected = self._reject(target) if unread else 0
        return rejected + (self._reject_broken() if broken else 0), not_selected

    def kept_sql(self) -> str | None:
        """A select of the records to keep in left.parquet; None where there are none."""
        return None if self.table is None else f"select * from {self.table}"

    def blocking(self) -> dict[str, int]:
        """Column → rejected records with a word for which the contract says `fail`."""
        blocking = {fault.label: fault.reason for fault in self._plan.faults if fault.blocks}
        counts = {
            label: self._count(
                f'select count(*) from {self.table} where "column" = {quote_value(label)} '
                f"and reason = {quote_value(reason)}"
            )
            for label, reason in sorted(blocking.items())
        }
        return {label: count for label, count in counts.items() if count}

    def _pass_over(self) -> int:
        plan = self._plan
        columns = {"return_source": plan.source_of_row, "occurred_at": plan.occurred_at}
        records = columns_of_records(plan, self._raw.sql, columns, f"not ({plan.selected})")
        if plan.parts:
            once = "_row_number, min(return_source) as return_source, min(occurred_at) as occurred_at"
            records = f"select {once} from ({records}) group by _row_number"
        return self._insert(f"'not_selected', return_source, occurred_at, null, null, null from ({records})")

    def _reject(self, target: Path) -> int:
        landed = f"select _row_number from read_parquet({quote_value(str(target))})"
        raw = f"select * from ({self._raw.sql}) anti join ({landed}) using (_row_number)"
        rows = relation(self._plan, raw, self._origin, [])
        occurred_at, once = self._plan.occurred_at, ""
        if self._plan.parts:
            occurred_at = f"min({occurred_at}) over (partition by _row_number)"
            once = "qualify row_number() over (partition by _row_number) = 1"
        return self._insert(
            f"'rejected', {self._plan.source_of_row}, {occurred_at}, "
            f"{self._by_fault(lambda fault: quote_value(fault.label))}, "
            f"{self._by_fault(lambda fault: quote_value(fault.reason))}, "
            f"{shape(self._by_fault(lambda fault: fault.text))} from ({rows}) where not ({LANDS}) {once}"
        )

    def _reject_broken(self) -> int:
        return self._insert(
            f"'rejected', {self._plan.constant_source}, null, null, reason, null "
            f"from ({self._raw.set_aside}) where disposition = 'rejected'",
            number="row_number",
        )

    def _by_fault(self, choose: Callable[[Fault], str]) -> str:
        faults = enumerate(self._plan.faults, start=1)
        return f"case _fault {' '.join(f'when {number} then {choose(fault)}' for number, fault in faults)} end"

    def _insert(self, selected: str, number: str = "_row_number") -> int:
        """Keep some records; returns how many."""
        if self.table is None:
            self.table = f"left_{self._plan.name}"
            self._con.execute(f"create or replace temp table {self.table} ({_COLUMNS})")
        feed, entity = quote_value(self._plan.name), quote_value(self._plan.entity.name)
        row = self._con.execute(
            f"insert into {self.table} select {feed}, {entity}, null, {number}, {selected}"
        ).fetchone()
        return int(row[0]) if row else 0

    def _count(self, query: str) -> int:
        row = self._con.execute(query).fetchone()
        return int(row[0]) if row else 0
