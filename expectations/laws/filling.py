"""Filling of `law_results`: one row per law, source and period, with expected, found and difference.

Holds the running of the laws' SQL. Must not judge: a row that differs is written like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import duckdb

from dagster_project.errors import AmorceError
from dagster_project.landing.entities import load_entities
from dagster_project.waivers import Waiver
from expectations.laws.declaration import Law, load_laws, read_sql
from expectations.laws.keys import take_keys
from expectations.laws.paths import take_paths

LAW_RESULTS: Final = "marts.law_results"

# decimal(38,9) holds a 64-bit checksum summed over billions of rows, and a credit of nine decimals.
_COLUMNS: Final = {
    "law": ("varchar not null", "The law, as laws.yml names it."),
    "source": ("varchar not null", "What the law was checked for: a return source, a contract, a table; (all) in sum."),
    "period": ("varchar not null", "The month (YYYY-MM), delivery, entity or column that the row is about."),
    "law_number": ("integer not null", "Number of the law that this one belongs to."),
    "expected": ("decimal(38, 9) not null", "What must be there, by the witness that is not judged."),
    "found": ("decimal(38, 9) not null", "What is there."),
    "difference": ("decimal(38, 9) not null", "Expected minus found; anything but zero blocks publication."),
    "first_keys": ("varchar", "Up to five keys, reasons or spans behind a difference."),
}
_GRAIN: Final = "One row per law, source and period: what the law expected, what it found, and the difference."


def fill_law_results(
    con: duckdb.DuckDBPyConnection,
    unknown_files: Literal["warn", "fail"] = "warn",
    waivers: Sequence[Waiver] = (),
) -> None:
    """Check every law that SQL can check and write `law_results` into the marts, replacing what was there.

    Args:
        con: default catalog the warehouse (schemas landing and staging), the marts attached as `marts`.
        unknown_files: whether a file that no contract claims is a breach of the law `returns_readable`.
        waivers: silences that somebody accepted.

    Raises:
        AmorceError: a law could not be checked at all, which is a failed gate: names the law.
    """
    create_law_results(con, LAW_RESULTS)
    _take_witnesses(con, unknown_files, waivers)
    for law in load_laws():
        if not law.by_publication:
            _check(con, law)


def create_law_results(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Create the empty table `table` (catalog.schema.name) with its comments, replacing what was there."""
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in _COLUMNS.items())
    con.execute(f"create or replace table {table} ({columns})")
    con.execute(f"comment on table {table} is '{_GRAIN}'")
    for name, (_, comment) in _COLUMNS.items():
        con.execute(f"comment on column {table}.{name} is '{comment}'")


def _take_witnesses(con: duckdb.DuckDBPyConnection, unknown_files: str, waivers: Sequence[Waiver]) -> None:
    """Count what landing's Parquet and staging hold, once for all laws."""
    try:
        time_zone = con.execute("select time_zone from landing.run").fetchone()
        if time_zone is None:
            raise AmorceError("The gate cannot run: landing.run is empty.", "Run again from the beginning.")
        con.execute("set variable time_zone = ?", time_zone)
        con.execute("set variable unknown_files = ?", [unknown_files])
        con.execute(read_sql("witnesses/tables.sql"))
        for waiver in waivers:
            kept = [waiver.source, waiver.part, waiver.until, waiver.reason]
            con.execute("insert into witness_waivers values (?, ?, ?, ?)", kept)
        with_source = _tables_with(con, "staging", "return_source")
        models = _tables_with(con, "staging", "row_status")
        taken_over = _taken_over(con)
        for entity in _tables_with(con, "landing", "_delivery_id"):
            model = f"stg_{entity}"
            words = {
                "entity": entity,
                "columns": "".join(f", {name}" for name in taken_over.get(entity, [])),
                "return_source": "return_source" if model in with_source else "cast(null as varchar)",
                "moment": load_entities()[entity].moment or "cast(null as timestamp)",
            }
            con.execute(read_sql("witnesses/landed.sql", words))
            # A model between landing and an entity's own, such as one for repeated keys, is no witness of its rows.
            if model in models:
                con.execute(read_sql("witnesses/staged.sql", words))
                take_keys(con, entity, model)
        con.execute(read_sql("witnesses/returns.sql"))
        con.execute(read_sql("witnesses/silences.sql"))
        con.execute(read_sql("witnesses/gaps.sql"))
        con.execute(read_sql("witnesses/identity.sql"))
        take_paths(con)
        con.execute(read_sql("witnesses/revenue.sql"))
    except duckdb.Error as error:
        raise AmorceError(
            f"The gate cannot count what landed: {_first_line(error)}",
            "Run again; if a landed file is damaged, put its original into the inbox first.",
        ) from error


def _tables_with(con: duckdb.DuckDBPyConnection, schema: str, column: str) -> list[str]:
    """Names of the tables and views of `schema` in the warehouse that have `column`, in order."""
    rows = con.execute(
        "select table_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = ? and column_name = ? order by table_name",
        [schema, column],
    ).fetchall()
    return [name for (name,) in rows]


def _taken_over(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Entity → the columns that staging has from landing by name, but for ids as text: their keys suffice."""
    rows = con.execute(
        "with known as (from duckdb_columns() where database_name = current_database()) "
        "select landed.table_name, list(landed.column_name order by landed.column_name) "
        "from known as landed inner join known as staged "
        "on staged.table_name = 'stg_' || landed.table_name and staged.column_name = landed.column_name "
        "where landed.schema_name = 'landing' and staged.schema_name = 'staging' "
        "and not (staged.data_type = 'VARCHAR' and staged.column_name like '%_id') "
        "group by landed.table_name"
    ).fetchall()
    return dict(rows)


def _check(con: duckdb.DuckDBPyConnection, law: Law) -> None:
    try:
        con.execute(
            f"insert into {LAW_RESULTS} "
            "select ?, coalesce(source, '(none)'), coalesce(period, '(none)'), ?, expected, found, "
            "expected - found, first_keys "
            f"from (\n{law.sql()}\n) order by source, period",
            [law.name, law.number],
        )
    except duckdb.Error as error:
        raise AmorceError(
            f"Law {law.number} ({law.name}) could not be checked, so nothing is published: {_first_line(error)}",
            f"Look at {law.file_name} and at the tables that it reads.",
        ) from error


def _first_line(error: duckdb.Error) -> str:
    """The head of an error. Its tail may quote a row, and with it a value that must not be shown."""
    return str(error).splitlines()[0][:200]
