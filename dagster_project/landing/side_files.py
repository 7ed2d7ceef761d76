"""The files beside the landed rows: every cell as the file writes it, and the records that did not land.

Personal values stand nowhere but in `side.parquet`; `left.parquet` knows the shape of a value only.
"""

from pathlib import Path

import duckdb

from .cells import Cells
from .entities import PERSONAL_TYPES
from .feed_model import FeedPlan
from .inspection import Inspection, raw_column_names, read_csv_sql
from .parquet import PARQUET
from .sql import quote_name, quote_value, with_parameters

SIDE_FILE = "side.parquet"
LEFT_FILE = "left.parquet"


def has_cells_beside(cells: Cells, plans: list[FeedPlan]) -> bool:
    """Whether some column is personal for a feed, or named by none: what would be lost without a side file."""
    personal = {
        position
        for plan in plans
        for name, rule in plan.feed.columns.items()
        if plan.entity.columns[name].type in PERSONAL_TYPES or rule.pseudonym
        for position in cells.positions(rule.all_headers)
    }
    return bool(personal) or len(cells.used_positions()) < len(cells.header)


def side_names(header: list[str]) -> list[str]:
    """What the columns are called in the side file: as in the header; others by their position.

    A name that stands twice is the first one's; the second has its position in brackets.
    """
    written = {name.casefold() for name in header}
    names: list[str] = []
    for position, name in enumerate(header, start=1):
        is_taken = name.casefold() in {other.casefold() for other in names} if name.strip() else False
        replacement = f"{name} ({position})" if is_taken else f"column {position}"
        while replacement.casefold() in written:
            replacement += " (no name)"
        names.append(replacement if is_taken or not name.strip() else name)
    return names


def cells_sql(inspection: Inspection) -> str:
    """A select of every cell as written, under the names of the side file."""
    names = zip(raw_column_names(inspection), side_names(inspection.header), strict=True)
    columns = ", ".join(f"{quote_name(raw)} as {quote_name(name)}" for raw, name in names)
    return f"select {columns} from {with_parameters(*read_csv_sql(inspection))}"


def copy_cells(con: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
    """Write what `cells_sql` selects, in order."""
    con.execute(f"copy ({select}) to {quote_value(str(target))} {PARQUET}")


def write_left(con: duckdb.DuckDBPyConnection, queries: list[str], folder: Path, member: str | None = None) -> bool:
    """Write the records that did not land, in order; returns False, and writes nothing, where there are none."""
    if not queries:
        return False
    union = " union all ".join(f"({query})" for query in queries)
    target = quote_value(str(folder / LEFT_FILE))
    con.execute(
        f"copy (select * replace (cast({quote_value(member)} as varchar) as member) from ({union}) "
        f"order by feed, row_number) to {target} (format parquet, compression zstd)"
    )
    return True
