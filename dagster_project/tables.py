"""Tables that are written from Python into the marts being built: created with comments, filled, numbers rounded.

Must not know what a table is about.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

import duckdb

from dagster_project.errors import AmorceError
from dagster_project.publication.connection import attached
from dagster_project.workspace import Workspace

NUMBER = "decimal(28, 6)"  # money of a week may exceed what 18 digits hold
_DIGITS = Decimal("0.000001")
_DEFECT = "This is a defect of Amorce; please report it. The last publication is as it was."


@contextmanager
def marts_being_built(workspace: Workspace, failure: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the catalogs `marts`, to be written, and `warehouse`, to be read.

    Args:
        workspace: whose models were just built.
        failure: what a statement that cannot be executed means for the reader, such as "The claims cannot be judged".

    Raises:
        AmorceError: the files cannot be opened, a table that is read is missing, or a number does not fit.
    """
    files = {"warehouse": (workspace.warehouse_path, True), "marts": (workspace.marts_path, False)}
    with attached(workspace, files) as con:
        try:
            yield con
        except duckdb.Error as error:
            is_missing = isinstance(error, duckdb.CatalogException)
            hint = "Run again with --full-refresh, so that every model is built." if is_missing else _DEFECT
            raise AmorceError(f"{failure}: {str(error).splitlines()[0]}", hint) from error


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
        # All at once, column by column: row by row, a table of thousands takes seconds.
        values = [list(column) for column in zip(*rows, strict=True)]
        con.execute(f"insert into {table} select {', '.join('unnest(?)' for _ in columns)}", values)


def rounded(number: float | None, digits: int = 4) -> Decimal | None:
    """Four digits of a fit: later ones depend on the machine's arithmetic. A limit at infinity is none: null."""
    return None if number is None or math.isinf(number) else Decimal(f"{number:.{digits}f}").quantize(_DIGITS)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
