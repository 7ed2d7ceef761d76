"""DuckDB touches the workspace's files only, whatever a statement says."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.confinement import FOLDERS_VARIABLE, confine, confine_to_environment, folders_of
from dagster_project.dbt_command import dbt_environment
from dagster_project.landing.connection import landing_database, session_of
from dagster_project.workspace import Workspace, init_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return init_workspace(tmp_path / "crm", "a key for tests only")


FORBIDDEN = (
    "from read_csv('{outside}/secret.csv')",
    "from read_text('/etc/passwd')",
    "from read_csv('{inside}/../../secret.csv')",
    "copy (select 1) to '{outside}/stolen.csv'",
    "attach '{outside}/other.duckdb' as other",
    "install httpfs",
    "set enable_external_access = true",
)


def refused(con: duckdb.DuckDBPyConnection, workspace: Workspace, statement: str) -> None:
    with pytest.raises(duckdb.Error, match=r"disabled|Cannot|Permission"):
        con.execute(statement.format(outside=workspace.root.parent, inside=workspace.inbox))


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_landing_can_neither_read_nor_write_elsewhere(workspace: Workspace, statement: str) -> None:
    with landing_database(workspace) as database:
        refused(session_of(database, workspace), workspace, statement)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_dbt_can_neither_read_nor_write_elsewhere(
    workspace: Workspace, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, dbt_environment(workspace)[FOLDERS_VARIABLE])
    with duckdb.connect() as con:
        confine_to_environment(con)
        con.execute(f"attach '{workspace.marts_path}' as marts")
        refused(con, workspace, statement)


def test_a_link_out_of_the_inbox_is_not_followed_and_a_linked_inbox_is(tmp_path: Path, workspace: Workspace) -> None:
    (workspace.inbox / "link.csv").symlink_to(tmp_path / "secret.csv")
    with duckdb.connect() as con:
        confine(con, folders_of(workspace))
        refused(con, workspace, "from read_csv('{inside}/link.csv')")
    (workspace.inbox / "link.csv").unlink()
    workspace.inbox.rmdir()
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "export.csv").write_text("a\n1\n")
    workspace.inbox.symlink_to(tmp_path / "disk")
    with duckdb.connect() as con:
        confine(con, folders_of(workspace))
        assert con.execute(f"from read_csv('{workspace.inbox}/export.csv')").fetchall() == [(1,)]


def test_a_folder_with_a_quote_in_its_name_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "l'inbox"
    folder.mkdir()
    (folder / "export.csv").write_text("a\n1\n")
    with duckdb.connect() as con:
        confine(con, [folder])
        confine(con, [folder])
        assert con.execute("from read_csv(?)", [str(folder / "export.csv")]).fetchall() == [(1,)]
