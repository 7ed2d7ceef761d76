"""The files beside the landed rows: plain personal and unnamed columns, and the records that did not land.

Personal values stand nowhere but in `side.parquet`; `left.parquet` knows the shape of a value only.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from .cells import Cells
from .entities import PERSONAL_TYPES
from .feed_model import FeedPlan
from .reading import RawTable
from .sql import quote_name, quote_value

SIDE_FILE = "side.parquet"
LEFT_FILE = "left.parquet"
_ROW_NUMBER = "_row_number"


@dataclass(frozen=True)
class SideColumns:
    """The columns that stand beside the landed rows: name in the side file → cell as written."""

    cells: dict[str, str]

    @classmethod
    def of(cls, cells: Cells, plans: list[FeedPlan]) -> "SideColumns":
        """Every column that is personal for some feed or that no feed names."""
        personal = {
            position
            for plan in plans
            for name, rule in plan.feed.columns.items()
            if plan.entity.columns[name].type in PERSONAL_TYPES or rule.pseudonym
            for position in cells.positions(rule.all_headers)
        }
        kept = [p for p in range(len(cells.header)) if p in personal or p not in cells.used_positions()]
        return cls({_side_name(cells.header[position], position): cells.written(position) for position in kept})


def write_side(con: duckdb.DuckDBPyConnection, side: SideColumns, raw: RawTable, folder: Path) -> bool:
    """Write the side file; returns False, and writes nothing, where there is no such column."""
    if not side.cells:
        return False
    columns = ", ".join(f"{cell} as {quote_name(name)}" for name, cell in side.cells.items())
    con.execute(
        f"copy (select {_ROW_NUMBER}, {columns} from ({raw.sql})) to {quote_value(str(folder / SIDE_FILE))} "
        "(format parquet, compression lz4_raw)"
    )
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
