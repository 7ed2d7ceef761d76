"""Two DuckDB files of marts compared: byte by byte; where they differ, by rows and a checksum per column of each table.

Holds the comparison only: it returns numbers for law 8 and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

SCHEMA = "main"
_BLOCK = 1 << 20  # bytes read at once


@dataclass(frozen=True)
class Comparison:
    """One number of a table in both files; `what` is a column, `rows`, `(whole rows)` or `(comments)`.

    Tables that readers look for go by their name, those that public views are made of by schema and name.
    """

    table: str
    what: str
    original: int
    copied: int


def are_equal(original: Path, copied: Path) -> bool:
    """Whether two files hold the same bytes."""
    if original.stat().st_size != copied.stat().st_size:
        return False
    with original.open("rb", buffering=0) as left, copied.open("rb", buffering=0) as right:
        while block := left.read(_BLOCK):
            if block != right.read(_BLOCK):
                return False
    return True


def compare(
    con: duckdb.DuckDBPyConnection, original: str, copied: str, left_out: frozenset[str], *, checksums: bool
) -> list[Comparison]:
    """Compare rows and comments of every table of two attached catalogs, except those `left_out`.

    With `checksums` every column too: a checksum is the sum of the 64-bit hashes of a column's values; `(whole rows)`
    is the same over all columns at once, so that values swapped between rows show. A table that only one side has
    counts 0 on the other.
    """
    sides = [_measure_all(con, catalog, left_out, checksums) for catalog in (original, copied)]
    return [
        Comparison(table, what, sides[0].get((table, what), 0), sides[1].get((table, what), 0))
        for table, what in dict.fromkeys([*sides[0], *sides[1]])
    ]


def _measure_all(
    con: duckdb.DuckDBPyConnection, catalog: str, left_out: frozenset[str], checksums: bool
) -> dict[tuple[str, str], int]:
    """All numbers of one catalog by (table, what)."""
    measured: dict[tuple[str, str], int] = {}
    for schema, table, columns, comments in _tables(con, catalog):
        name = table if schema == SCHEMA else f"{schema}.{table}"
        if name not in left_out:
            relation = f"{catalog}.{quote(schema)}.{quote(table)}"
            numbers = {**_measure(con, relation, columns if checksums else []), "(comments)": comments}
            measured |= {(name, what): value for what, value in numbers.items()}
    return measured


def _tables(con: duckdb.DuckDBPyConnection, catalog: str) -> list[tuple[str, str, list[str], int]]:
    """Each base table of the catalog: schema, name, columns in order, number of comments on it and its columns."""
    return con.execute(
        "select columns.schema_name, columns.table_name, list(columns.column_name order by columns.column_index), "
        "count(columns.comment) + count(distinct tables.comment) "
        "from duckdb_columns() as columns inner join duckdb_tables() as tables using (table_oid, database_oid) "
        "where columns.database_name = ? group by columns.schema_name, columns.table_name order by 1, 2",
        [catalog],
    ).fetchall()


def _measure(con: duckdb.DuckDBPyConnection, relation: str, columns: list[str]) -> dict[str, int]:
    """Rows of one table; with columns their checksums and that of whole rows."""
    if not columns:
        return dict(zip(["rows"], con.execute(f"select count(*) from {relation}").fetchone() or (), strict=True))
    hashes = [f"column_{number}" for number in range(len(columns))]
    hashed = (f"hash({quote(column)}) as {name}" for column, name in zip(columns, hashes, strict=True))
    # Text is dear to hash: whole rows are hashed from what their columns gave.
    checksums = (f"coalesce(sum({each}), 0)" for each in [*hashes, f"hash({', '.join(hashes)})"])
    row = con.execute(
        f"select count(*), {', '.join(checksums)} from (select {', '.join(hashed)} from {relation})"
    ).fetchone()
    return dict(zip(["rows", *columns, "(whole rows)"], row or (), strict=True))


def quote(identifier: str) -> str:
    """The identifier as SQL quotes it."""
    escaped = identifier.replace('"', '""')
    return f'"{escaped}"'
