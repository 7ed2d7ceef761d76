"""The SQLAlchemy dialect `duckdb+amorce`, with which Great Expectations can read a DuckDB file.

Holds the dialect and its registration; no expectation and no law.

Great Expectations fetches a result after it has closed the connection. DuckDB's driver keeps one result per connection
and a rollback discards it, so with the stock dialect every SQL expectation fails with `list index out of range`.
Here each result is fetched whole as soon as its statement has run. Judging only ever reads a handful of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import duckdb_engine
from sqlalchemy.dialects import registry
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from sqlalchemy.engine.default import DefaultExecutionContext
else:
    DefaultExecutionContext = duckdb_engine.Dialect.execution_ctx_cls

DIALECT = "duckdb.amorce"


class BufferedExecutionContext(DefaultExecutionContext):
    """Reads a statement's rows at once, so that they outlive the connection that ran it."""

    def post_exec(self) -> None:
        """Put the rows of the statement just run into memory."""
        super().post_exec()  # type: ignore[no-untyped-call]
        description = self.cursor.description
        if description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                self.cursor, alternate_description=description, initial_buffer=self.cursor.fetchall()
            )


class AmorceDialect(duckdb_engine.Dialect):  # type: ignore[misc]
    """DuckDB as duckdb-engine speaks it, with results that survive their connection."""

    driver = "amorce"
    supports_statement_cache = False
    execution_ctx_cls = BufferedExecutionContext


def register_dialect() -> None:
    """Make `duckdb+amorce://` known to SQLAlchemy; calling it again changes nothing."""
    registry.register(DIALECT, __name__, AmorceDialect.__name__)


def engine_url() -> str:
    """The address of the dialect for `create_engine`; the database comes with `engine_arguments`."""
    register_dialect()
    return "duckdb+amorce://"


def engine_arguments(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Arguments of `create_engine` that let every query run on a cursor of the open `connection`.

    Opening a DuckDB file anew for each query costs 30 ms; and without a pool no cursor outlives its query, so that the
    file is free as soon as `connection` is closed.
    """
    return {"poolclass": NullPool, "creator": lambda: duckdb_engine.ConnectionWrapper(connection.cursor())}
