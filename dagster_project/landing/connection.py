"""DuckDB as landing uses it: in memory, spilling to the workspace's scratch folder, holding the hash key.

Holds the connection only.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dagster_project.confinement import confine, folders_of
from dagster_project.workspace import Workspace

from .sql import set_hash_key


@contextmanager
def landing_database(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own; workers take a `session_of` it each."""
    workspace.tmp_dir.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(workspace.tmp_dir),
        "autoinstall_known_extensions": "false",
    }
    if workspace.settings.memory_limit:
        config["memory_limit"] = workspace.settings.memory_limit
    if workspace.settings.threads:
        config["threads"] = workspace.settings.threads
    database = duckdb.connect(config=config)
    confine(database, folders_of(workspace))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def one_thread_each(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """While several sessions work side by side on small files: handing parts of one around costs more than it gains."""
    threads = threads_of(database)
    database.execute("set threads = 1")
    try:
        yield
    finally:
        database.execute(f"set threads = {threads}")


def threads_of(database: duckdb.DuckDBPyConnection) -> int:
    """How many cores DuckDB may use: those of the machine, or fewer by the workspace's settings."""
    row = database.execute("select current_setting('threads')").fetchone()
    return int(row[0]) if row else 1


def session_of(database: duckdb.DuckDBPyConnection, workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """A connection with its own temporary tables and the hash key; one per thread."""
    session = database.cursor()
    session.execute("set timezone = 'UTC'")
    session.execute("set enable_progress_bar = false")
    set_hash_key(session, workspace.hash_key())
    return session
