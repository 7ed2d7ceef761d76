"""Which files DuckDB may touch: those of the workspace, and nothing else.

Holds the one way in which connections are confined. Names and values of delivered files are quoted or bound wherever
SQL is made; should one slip through all the same, it can neither read nor write what is not the workspace's.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from dagster_project.workspace import Workspace

FOLDERS_VARIABLE = "AMORCE_FOLDERS"


def confine(con: duckdb.DuckDBPyConnection, folders: Iterable[Path]) -> None:
    """Let a database, with all its connections, touch only what lies in some folders; it cannot be undone.

    Extensions cannot be loaded afterwards either. Confining it once more, to whatever folders, changes nothing.
    """
    row = con.execute("select current_setting('enable_external_access')").fetchone()
    if row is None or not row[0]:
        return
    # DuckDB asks of the true place of a file that it comes to by a link.
    places = dict.fromkeys(place for folder in folders for place in (folder, folder.resolve()))
    listed = ", ".join("'" + f"{place}/".replace("'", "''") + "'" for place in places)
    con.execute(f"set allowed_directories = [{listed}]")
    con.execute("set enable_external_access = false")


def folders_of(workspace: "Workspace") -> list[Path]:
    """The folders of a workspace; some of them may lie elsewhere, behind a link."""
    return [
        workspace.root,
        workspace.inbox,
        workspace.landing_dir,
        workspace.published_dir,
        workspace.state_dir,
        workspace.tmp_dir,
    ]


def confine_to_environment(con: Any) -> None:
    """Confine a connection to the folders that the environment names, if it names any; for dbt's process."""
    named = os.environ.get(FOLDERS_VARIABLE, "")
    if named:
        confine(con, [Path(folder) for folder in named.split(os.pathsep)])
