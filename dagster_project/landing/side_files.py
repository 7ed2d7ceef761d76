"""The files beside the landed rows: plain personal and unnamed columns, and the records that did not land.

Personal values stand nowhere but in `side.parquet`; `left.parquet` knows the shape of a value only.
"""

from pathlib import Path

import duckdb

from .cells import Cells
from .entities import PERSONAL_TYPES, load_entities
from .feed_plan import FeedPlan
from .reading import RawTable
from .sql import quote_name, quote_value

SIDE_FILE = "side.parquet"
LEFT_FILE = "left.parquet"
_ROW_NUMBER = "_row_number"


def write_side(
    con: duckdb.DuckDBPyConnection, cells: Cells, plans: list[FeedPlan], raw: RawTable, folder: Path
) -> bool:
    """Write every column that is personal for some feed or that no feed names, as the file wrote it.

    Returns:
        False when there is no such column; then no file is written.
    """
    personal = {
        position
        for plan in plans
        for name, rule in plan.feed.columns.items()
        if load_entities()[plan.entity.name].columns[name].type in PERSONAL_TYPES
        for position in cells.positions(rule.headers)
    }
    kept = [p for p in range(len(cells.header)) if p in personal or p not in cells.used_positions()]
    if not kept:
        return False
    columns = ", ".join(
        f"{quote_name(cells.raw_names[p])} as {quote_name(_side_name(cells.header[p], p))}" for p in kept
    )
    select = f"select {_ROW_NUMBER}, {columns} from ({raw.sql})"
    con.execute(f"copy ({select}) to {quote_value(str(folder / SIDE_FILE))} (format parquet, compression lz4_raw)")
    return True


def write_left(con: duckdb.DuckDBPyConnection, queries: list[str], folder: Path) -> bool:
    """Write the records that did not land, in order; returns False, and writes nothing, where there are none."""
    if not queries:
        return False
    union = " union all ".join(f"({query})" for query in queries)
    found = con.execute(f"select count(*) from ({union})").fetchone()
    if not found or not found[0]:
        return False
    con.execute(
        f"copy (select * from ({union}) order by feed, row_number) to {quote_value(str(folder / LEFT_FILE))} "
        "(format parquet, compression zstd)"
    )
    return True


def _side_name(header: str, position: int) -> str:
    if not header.strip():
        return f"column {position + 1}"
    return f"{header} (as written)" if header.casefold() == _ROW_NUMBER else header
