"""Tables that are written from Python into the marts being built: created with comments, filled, numbers rounded.

Must not know what a table is about.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import duckdb

NUMBER = "decimal(18, 6)"
_DIGITS = Decimal("0.000001")


def write_table(
    con: duckdb.DuckDBPyConnection,
    table: str,
    grain: str,
    columns: Mapping[str, tuple[str, str]],
    rows: Sequence[Sequence[object]],
) -> None:
    """Create `table` anew with its comments (column → type and comment) and insert the rows."""
    declared = ", ".join(f"{name} {kind}" for name, (kind, _) in columns.items())
    con.execute(f"create or replace table {table} ({declared})")
    con.execute(f"comment on table {table} is {_quoted(grain)}")
    for name, (_, comment) in columns.items():
        con.execute(f"comment on column {table}.{name} is {_quoted(comment)}")
    if rows:
        con.executemany(f"insert into {table} values ({', '.join('?' for _ in columns)})", rows)


def rounded(number: float | None) -> Decimal | None:
    """Four digits: later ones depend on the machine's arithmetic."""
    return None if number is None else Decimal(f"{number:.4f}").quantize(_DIGITS)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
