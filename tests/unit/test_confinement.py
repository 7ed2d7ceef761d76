"""DuckDB touches the workspace's files only, whatever a statement says."""

from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from dagster_project.confinement import FOLDERS_VARIABLE, confine, confine_to_environment, folders_of
from dagster_project.dbt_command import dbt_environment
from dagster_project.drill_down import original_records
from dagster_project.landing.connection import landing_database, session_of
from dagster_project.published import connect_read_only
from dagster_project.workspace import Workspace, init_workspace

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_readers_of_the_marts_can_neither_read_nor_write_elsewhere(workspace: Workspace, statement: str) -> None:
    with duckdb.connect(str(workspace.marts_path)) as con:
        con.execute("create table orders as select 1 as amount")
    with connect_read_only(workspace.marts_path) as con:
        assert con.execute("from orders").fetchall() == [(1,)]
        refused(con, workspace, statement)


def test_every_module_that_opens_duckdb_confines_it() -> None:
    modules = [path for folder in ("dagster_project", "expectations") for path in (ROOT / folder).rglob("*.py")]
    opening = {path: text for path in modules if "duckdb.connect(" in (text := path.read_text(encoding="utf-8"))}
    assert len(opening) > 10
    assert [path.name for path, text in opening.items() if "confine(" not in text] == []


def test_a_record_is_not_shown_from_behind_a_link_that_leads_out_of_the_inbox(
    tmp_path: Path, workspace: Workspace
) -> None:
    (workspace.inbox / "costs").symlink_to(tmp_path)
    delivery_id = sha256((tmp_path / "secret.csv").read_bytes()).hexdigest()
    [record] = original_records(workspace, "costs", delivery_id, "costs/secret.csv", [1])
    assert record.problem == "costs/secret.csv leads out of the inbox now"
    assert not record.cells
