"""Opening a marts file for reading.

Holds the connection, and what it means that a table is missing. A file opened directly gives its catalog the file's
name; here any publication, the one being judged included, is called `marts`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.confinement import confine
from dagster_project.errors import AmorceError

_CATALOG = "marts"


@contextmanager
def connect_read_only(marts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a marts file and to no other; tables are found as `fct_returns` and as `marts.fct_returns`.

    Raises:
        duckdb.IOException: a run is writing the file.
    """
    quoted = str(marts).replace("'", "''")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{quoted}' as {_CATALOG} (read_only); use {_CATALOG}")
        confine(connection, [])
        yield connection


@contextmanager
def published_by_this_version(what: str) -> Iterator[None]:
    """Say of marts that lack a table or a column whose they are; `what` shows it, such as "the report".

    Raises:
        AmorceError: another version of Amorce published them.
    """
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise AmorceError(
            f"The published marts lack what {what} shows: {str(error).splitlines()[0]}",
            "Another version of Amorce published them: `amorce run` builds them anew.",
        ) from error
