"""DuckDB connections of the gate and of publication: in memory, with the workspace's limits, files attached by name.

Holds the opening of connections only. A file is attached rather than opened, so that its catalog has the same name
whatever the file is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.confinement import confine, folders_of
from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace


@contextmanager
def attached(workspace: Workspace, files: dict[str, tuple[Path, bool]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory connection and attach `files`: catalog name → (path, whether only to read).

    On leaving, files open for writing are checkpointed, so that each is whole without a log beside it.

    Raises:
        AmorceError: a file is missing, damaged, or held by another process.
    """
    workspace.tmp_dir.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    try:
        _limit(con, workspace)
        for catalog, (path, read_only) in files.items():
            _attach(con, catalog, path, read_only)
        yield con
        for catalog, (_, read_only) in files.items():
            if not read_only:
                con.execute(f"checkpoint {catalog}")
    finally:
        con.close()


def _limit(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    settings = workspace.settings
    con.execute("set temp_directory = ?", [str(workspace.tmp_dir)])
    confine(con, folders_of(workspace))
    con.execute("set timezone = 'UTC'")
    con.execute("set preserve_insertion_order = false")
    if settings.memory_limit:
        con.execute("set memory_limit = ?", [settings.memory_limit])
    if settings.threads:
        con.execute("set threads = ?", [settings.threads])


def _attach(con: duckdb.DuckDBPyConnection, catalog: str, path: Path, read_only: bool) -> None:
    if not path.is_file():
        raise AmorceError(f"{path} is missing.", "Run `amorce run`, which builds it anew from landing.")
    quoted = str(path).replace("'", "''")
    try:
        con.execute(f"attach '{quoted}' as {catalog}{' (read_only)' if read_only else ''}")
    except duckdb.Error as error:
        raise AmorceError(
            f"{path} cannot be opened: {str(error).splitlines()[0]}",
            "Close whatever holds it (only files under published/ are meant for readers), then run again.",
        ) from error
