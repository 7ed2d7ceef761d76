"""Read-only queries: on the published marts, or on what came in.

Holds opening, refusing what would write, and writing rows out. Must not open the warehouse: a reader's session there
would block the next run.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TextIO

import duckdb

from dagster_project import __version__
from dagster_project.confinement import confine
from dagster_project.console import format_table
from dagster_project.errors import UsageError
from dagster_project.landing import RunStamp, load_workspace_contracts, register
from dagster_project.published import connect_read_only
from dagster_project.workspace import Workspace

RowFormat = Literal["table", "csv", "json"]


class Rows:
    """The answer to a query: column names, and rows fetched as they are written out."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.columns = [str(column[0]) for column in connection.description or []]
        self._connection = connection

    def batches(self, size: int = 5000) -> Iterator[list[tuple[Any, ...]]]:
        """The rows, some thousand at a time."""
        while batch := self._connection.fetchmany(size):
            yield batch


class ReadOnlyDatabase:
    """A connection that answers one reading statement at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, is_explained: bool = True) -> None:
        self._connection = connection
        # `explain analyze` runs what it explains, and landing's folder cannot be opened for reading alone.
        self._allowed = {duckdb.StatementType.SELECT} | ({duckdb.StatementType.EXPLAIN} if is_explained else set())

    def run(self, text: str) -> Rows:
        """Run one query.

        Raises:
            UsageError: it is not one reading statement, or DuckDB refuses it; tells DuckDB's reason.
        """
        try:
            statements = self._connection.extract_statements(text)
        except duckdb.Error as error:
            raise UsageError(str(error), "Correct the query.") from None
        if len(statements) != 1 or statements[0].type not in self._allowed:
            raise UsageError("Only one reading statement at a time is answered.", "Write a SELECT, DESCRIBE or SHOW.")
        try:
            self._connection.execute(statements[0])
        except duckdb.Error as error:
            raise UsageError(str(error), '`amorce sql "show all tables"` lists tables and columns.') from None
        return Rows(self._connection)


@contextmanager
def open_marts(workspace: Workspace) -> Iterator[ReadOnlyDatabase]:
    """The published marts, without access to any other file.

    Raises:
        UsageError: nothing was published yet.
    """
    path = workspace.published_marts_path
    if not path.is_file():
        raise UsageError(f"Nothing is published yet: {path} is missing.", "`amorce run` publishes.")
    with connect_read_only(path) as connection:
        connection.execute("set lock_configuration = true")
        yield ReadOnlyDatabase(connection)


@contextmanager
def open_landing(workspace: Workspace) -> Iterator[ReadOnlyDatabase]:
    """What came in: a view per entity and landing's ledgers, in memory; only the landed files can be read.

    Raises:
        UsageError: nothing has landed yet.
    """
    if not (workspace.landing_dir / "manifest.json").is_file():
        raise UsageError("Nothing has landed yet.", "`amorce run` lands what is in the inbox.")
    with duckdb.connect() as connection:
        stamp = RunStamp(run_id="query", version=__version__)
        register(connection, workspace, load_workspace_contracts(workspace), stamp)
        connection.execute("use memory.landing")
        confine(connection, [workspace.landing_dir])
        connection.execute("set lock_configuration = true")
        yield ReadOnlyDatabase(connection, is_explained=False)


def write_rows(rows: Rows, row_format: RowFormat, out: TextIO) -> None:
    """Write the rows; CSV and JSON go out as they are fetched, a table needs all of them for its widths."""
    if row_format == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(rows.columns)
        for batch in rows.batches():
            writer.writerows([["" if value is None else _plain(value) for value in row] for row in batch])
    elif row_format == "json":
        _write_json(rows, out)
    else:
        fetched = [[_shown(value) for value in row] for batch in rows.batches() for row in batch]
        out.write(format_table(rows.columns, fetched) + "\n" if rows.columns else "")
        out.write(f"{len(fetched):,} row{'' if len(fetched) == 1 else 's'}\n")


def _write_json(rows: Rows, out: TextIO) -> None:
    separator = "["
    for batch in rows.batches():
        for row in batch:
            record = dict(zip(rows.columns, row, strict=True))
            out.write(separator + json.dumps(record, ensure_ascii=False, default=_plain))
            separator = ",\n "
    out.write("[]\n" if separator == "[" else "]\n")


def _plain(value: object) -> object:
    """A value as CSV and JSON hold it: ISO dates, decimals in full."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float | str) else str(value)


def _shown(value: object) -> object:
    return value if value is None or isinstance(value, int | float | bool) else str(value)
