"""How many records each return source delivered in each month, and where they went: the second witness of a landing.

What was delivered is counted from the cells of all records, before they part; what became of them is counted from what
was written. A month in which both differ fails the file. Holds the counting of one file, whatever its feeds.
"""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dagster_project.errors import UnreadableFile

from .feed_columns import columns_of_records
from .feed_model import FeedPlan
from .reading import RawTable
from .sql import quote_name, quote_value
from .time_zones import utc_to_local

# Offsets of time zones are whole quarters of an hour: of a file's moments only so many have to be put into months.
_QUARTER_HOUR = 900_000_000
_MEASURES = ("landed_records", "expanded", "rejected", "not_selected")
_Month = tuple[str | None, str | None]


class Tallies:
    """The tallies of one file; feeds that read source and moment alike share the count of what was delivered."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path, raw: RawTable) -> None:
        self._con = con
        self._path = path
        self._raw = raw
        self._delivered: dict[str, dict[_Month, tuple[int, int]]] = {}

    def of(self, plan: FeedPlan, target: Path, left: str | None, broken: int, zone: ZoneInfo) -> list[dict[str, Any]]:
        """The tallies of one feed.

        Args:
            plan: of a feed with a return source.
            target: its landed rows.
            left: a table of its left records; None where there are none.
            broken: how many records the witness could not read.
            zone: whose months are meant.

        Raises:
            UnreadableFile: the records of a month are not those that were written.
        """
        delivered = dict(self._delivered_of(plan, zone))
        counts = {measure: dict.fromkeys(delivered, 0) for measure in _MEASURES}
        for month, (records, rows) in self._counted(plan, _landed(plan, target), zone).items():
            counts["landed_records"][month], counts["expanded"][month] = records, rows - records
        for disposition in ("rejected", "not_selected") if left is not None else ():
            found = self._counted(None, f"select * from {left} where disposition = '{disposition}'", zone)
            counts[disposition] |= {month: records for month, (records, _) in found.items()}
        if broken:
            unknown = (plan.feed.return_source.constant if plan.feed.return_source else None, None)
            delivered[unknown] = (delivered.get(unknown, (0, 0))[0] + broken, 0)
        months = sorted({month for measure in counts.values() for month in measure} | set(delivered), key=_nulls_last)
        tallies = [
            {
                "feed": plan.name,
                "return_source": source,
                "month": month,
                "delivered": delivered.get((source, month), (0, 0))[0],
                **{measure: counts[measure].get((source, month), 0) for measure in _MEASURES},
            }
            for source, month in months
        ]
        self._compare(plan, tallies)
        return tallies

    def _compare(self, plan: FeedPlan, tallies: list[dict[str, Any]]) -> None:
        for tally in tallies:
            written = tally["landed_records"] + tally["rejected"] + tally["not_selected"]
            if tally["delivered"] != written:
                raise UnreadableFile(
                    f"{self._path}, feed {plan.name}: {tally['delivered']} records are of "
                    f"{tally['month'] or 'no month'}, {written} have a place.",
                    "Nothing of the file has landed; please report it with the contract.",
                )

    def _delivered_of(self, plan: FeedPlan, zone: ZoneInfo) -> dict[_Month, tuple[int, int]]:
        columns = {"return_source": plan.source_of_row, "occurred_at": plan.occurred_at}
        records = columns_of_records(plan, self._raw.sql, columns)
        if records not in self._delivered:
            self._delivered[records] = self._counted(plan, records, zone, number="_row_number")
        return self._delivered[records]

    def _counted(
        self, plan: FeedPlan | None, rows: str, zone: ZoneInfo, number: str = "_row_number"
    ) -> dict[_Month, tuple[int, int]]:
        """Source and local month → records and rows; a record of several rows is of its first moment."""
        counted = f"select return_source, occurred_at, 1 as rows_of_record from ({rows})"
        if plan is not None and plan.parts:
            counted = (
                "select min(return_source) as return_source, min(occurred_at) as occurred_at, "
                f"count(*) as rows_of_record from ({rows}) group by {number}"
            )
        quarter = f"make_timestamp(epoch_us(occurred_at) // {_QUARTER_HOUR} * {_QUARTER_HOUR})"
        quarters = (
            f"select return_source, {quarter} as quarter, "
            f"count(*) as records, sum(rows_of_record) as rows_of_records from ({counted}) group by all"
        )
        month = f"cast(date_trunc('month', {utc_to_local('quarter', zone)}) as date)"
        found = self._con.execute(
            f"select return_source, cast({month} as varchar) as month, cast(sum(records) as bigint), "
            f"cast(sum(rows_of_records) as bigint) from ({quarters}) group by all"
        ).fetchall()
        return {(source, month): (records, rows) for source, month, records, rows in found}


def _landed(plan: FeedPlan, target: Path) -> str:
    moment = plan.entity.moment
    occurred_at = quote_name(moment) if moment is not None and moment in plan.outputs else "cast(null as timestamp)"
    file = f"read_parquet({quote_value(str(target))})"
    return f"select _row_number, _return_source as return_source, {occurred_at} as occurred_at from {file}"


def _nulls_last(month: _Month) -> tuple[bool, str, bool, str]:
    source, of = month
    return source is None, source or "", of is None, of or ""
