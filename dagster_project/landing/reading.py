"""One reading of a file by DuckDB: every cell as text, in order, into the side file of its landing.

Parquet rather than a table in memory keeps memory bounded whatever the file's size, and lets DuckDB evaluate cleaning
and mapping once per distinct word of a column. Must not cast: a cell is text until `feed_relation` says more.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.errors import UnreadableFile

from .cells import Cells
from .inspection import Inspection
from .reading_ahead import take_ahead
from .side_files import cells_sql, copy_cells, side_names
from .sql import quote_name, quote_value

# Below it the numbers stand in the statement; above it they are joined, which costs the order of rows.
_MOST_NUMBERS_IN_STATEMENT = 500
# From here on words are looked up rather than worked out record by record; a look-up costs a fixed 0.05 s.
FEWEST_RECORDS = 50_000
_MOST_WORDS = 2_000


@dataclass(frozen=True)
class RawTable:
    """The cells of a file.

    Attributes:
        sql: a select of `_row_number` and the cells, records that are set aside left out.
        records: how many records the file has, those set aside included.
        names: its columns besides `_row_number`.
        repeating: cleaned cells of which every part of a large file has few distinct words.
        set_aside: a select of `row_number`, `disposition`, `reason`; None where nothing is set aside.
    """

    sql: str
    records: int
    names: list[str]
    repeating: frozenset[str]
    set_aside: str | None


def read_raw(
    con: duckdb.DuckDBPyConnection, path: Path, inspection: Inspection, cells: Cells, *, target: Path, scratch: Path
) -> RawTable:
    """Read a file's cells and hold their number against the witness.

    Args:
        con: the connection that reads.
        path: the delivered file, for messages.
        inspection: what the pass over its bytes found.
        cells: the cells that are asked for.
        target: the Parquet file to write; its k-th row is the record number k, also where that is set aside.
        scratch: where the file may have been read ahead.

    Raises:
        UnreadableFile: DuckDB reads another number of records than the witness counted.
    """
    select = cells_sql(inspection)
    try:
        if not take_ahead(select, scratch, target):
            copy_cells(con, select, target)
    except duckdb.InvalidInputException as error:
        # The parser's message quotes the line that it stumbled over, which may hold personal values.
        raise UnreadableFile(
            f"{path}: the parser cannot read what the witness found well formed ({type(error).__name__}).",
            "Check delimiter and quote in the contract; report it if they are right.",
        ) from None
    count = con.execute(f"select count(*) from read_parquet({quote_value(str(target))})").fetchone()
    records = int(count[0]) if count else 0
    if records != inspection.records:
        raise UnreadableFile(
            f"{path}: the witness counted {inspection.records} records, the parser read {records}.",
            "Check delimiter, quote and line ends in the contract; nothing of the file has landed.",
        )
    set_aside = _set_aside(con, inspection)
    few = _columns_of_few_words(con, target) if records >= FEWEST_RECORDS else set()
    repeating = frozenset(name for name, position in cells.cleaned().items() if position in few)
    return RawTable(_numbered(target, inspection, cells, set_aside), records, cells.names(), repeating, set_aside)


def _columns_of_few_words(con: duckdb.DuckDBPyConnection, target: Path) -> set[int]:
    """Positions of columns with few distinct words, as the Parquet file counted them while it was written."""
    rows = con.execute(
        f"select column_id from parquet_metadata({quote_value(str(target))}) group by column_id "
        f"having bool_and(coalesce(stats_distinct_count <= {_MOST_WORDS}, false))"
    ).fetchall()
    return {column for (column,) in rows}


def _numbered(target: Path, inspection: Inspection, cells: Cells, set_aside: str | None) -> str:
    names = zip(side_names(cells.header), cells.raw_names, strict=True)
    columns = ", ".join(f"{quote_name(name)} as {quote_name(raw)}" for name, raw in names)
    file = f"read_parquet({quote_value(str(target))}, file_row_number = true)"
    numbered = (
        f"select {', '.join(['_row_number', *cells.selection()])} "
        f"from (select cast(file_row_number + 1 as bigint) as _row_number, {columns} from {file})"
    )
    if set_aside is None:
        return numbered
    if sum(inspection.set_aside_counts.values()) <= _MOST_NUMBERS_IN_STATEMENT:
        numbers = ", ".join(str(record.row_number) for record in inspection.set_aside)
        return f"select * from ({numbered}) where not list_contains([{numbers}], _row_number)"
    return f"select * from ({numbered}) where _row_number not in (select row_number from ({set_aside}))"


def _set_aside(con: duckdb.DuckDBPyConnection, inspection: Inspection) -> str | None:
    if not any(inspection.set_aside_counts.values()):
        return None
    con.execute("create or replace temp table set_aside (row_number bigint, disposition varchar, reason varchar)")
    if inspection.set_aside_path is not None:
        con.execute(
            f"insert into set_aside select * from read_csv({quote_value(str(inspection.set_aside_path))}, "
            "header = true, auto_detect = false, "
            "columns = {'row_number': 'bigint', 'disposition': 'varchar', 'reason': 'varchar'})"
        )
    else:
        rows = ", ".join(
            f"({record.row_number}, {quote_value(record.disposition)}, {quote_value(record.reason)})"
            for record in inspection.set_aside
        )
        con.execute(f"insert into set_aside values {rows}")
    return "select row_number, disposition, reason from set_aside"
