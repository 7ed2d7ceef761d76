"""No personal value is shown anywhere but in the side file, and no text of an export ever becomes markup.

Canaries stand in every column of text of every sample export; everything that a run writes or says is searched.
"""

import json
from pathlib import Path

import duckdb
import pytest
from amorce_process import Amorce
from canaries import PERSONAL, PHONE, WORD, add_canaries, add_unreadable_canaries, shown_in
from played import fill_inbox

from dagster_project.landing import RunStamp, land, load_workspace_contracts, register
from dagster_project.simulation import simulate
from dagster_project.workspace import Workspace

pytestmark = pytest.mark.slow

_SHOWS_TEXT = (".duckdb", ".parquet")
"""What holds the data itself: there a text stands as it was delivered."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The smallest sample exports, with canaries."""
    root = tmp_path_factory.mktemp("canaries")
    simulate(root / "exports", "tiny", 7)
    workspace = fill_inbox(root / "workspace", root / "exports")
    kinds = add_canaries(workspace.inbox, load_workspace_contracts(workspace))
    assert kinds >= {"email", "phone", "name", "unnamed", "text", "id", "category"}
    add_unreadable_canaries(sorted((workspace.inbox / "phone").glob("*.csv"))[0], "Date")
    return workspace


@pytest.fixture(scope="module")
def said(workspace: Workspace, amorce: Amorce) -> dict[str, str]:
    """What the commands print after a run that published."""
    month = ["--source", "phone_log", "--month", "2024-03"]
    commands = {
        "run": ["run"],
        "status": ["status"],
        "status as JSON": ["status", "--json"],
        "a line of the ledger": ["status", *month],
        "a line of the ledger as JSON": ["status", *month, "--json"],
        "check": ["contract", "check"],
        "report": ["report"],
    }
    printed = {}
    for name, arguments in commands.items():
        done = amorce(*arguments, "--workspace", workspace.root)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        printed[name] = done.stdout + done.stderr
    return printed


def test_no_command_says_a_personal_value(said: dict[str, str]) -> None:
    assert {name for name, text in said.items() if PERSONAL in text.lower() or PHONE in text} == set()
    # The check shows on the terminal which words no contract knows: that is what it is for.
    assert {name for name, text in said.items() if WORD in text.lower()} <= {"check"}


def test_nothing_that_a_run_writes_shows_a_personal_value(workspace: Workspace, said: dict[str, str]) -> None:
    assert said
    assert shown_in(workspace.root, PERSONAL) == {}


def test_text_of_an_export_stays_out_of_pages_logs_and_events(workspace: Workspace, said: dict[str, str]) -> None:
    assert said
    shown = set(shown_in(workspace.root, f"<script>alert('{WORD}"))
    assert {name for name in shown if not name.endswith(_SHOWS_TEXT)} == set()
    # Vacuous unless the text got as far as the marts: as a name, as an id, as a product, as a word of a list.
    assert _columns_that_hold(workspace.published_dir / "marts.duckdb", WORD) >= {
        ("dim_campaigns", "campaign_name"),
        ("fct_order_lines", "product_name"),
        ("fct_returns", "return_id"),
        ("fct_tickets", "severity"),
    }


def _columns_that_hold(marts: Path, token: str) -> set[tuple[str, str]]:
    """Table and column of every text with the token; asked in SQL, as text is packed in the file."""
    with duckdb.connect() as con:
        con.execute(f"attach '{marts}' as published (read_only)")
        texts = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where database_name = 'published' and data_type = 'VARCHAR' and not internal"
        ).fetchall()
        return {
            (table, column)
            for schema, table, column in texts
            if con.execute(
                f'select count(*) from published."{schema}"."{table}" where contains(lower("{column}"), ?)', [token]
            ).fetchall()
            != [(0,)]
        }


def test_the_places_that_are_searched_are_there(workspace: Workspace, said: dict[str, str]) -> None:
    assert said
    written = {path.relative_to(workspace.root).as_posix() for path in workspace.root.rglob("*") if path.is_file()}
    assert {"published/report.html", "published/marts.duckdb", ".amorce/warehouse.duckdb"} <= written
    for kind in (".json", ".log", ".sql", ".db", "left.parquet"):
        assert any(name.endswith(kind) for name in written), kind
    originals = shown_in(workspace.inbox, PERSONAL, WORD, PHONE)
    assert len(originals) > 50, "the canaries are not in the exports"


def test_a_file_that_blocks_tells_no_value_either(tmp_path: Path) -> None:
    simulate(tmp_path / "exports", "tiny", 7)
    workspace = fill_inbox(tmp_path / "workspace", tmp_path / "exports")
    for path in sorted(workspace.inbox.rglob("*.csv")):
        text = path.read_bytes().decode("latin-1")
        mark = max(",;\t", key=text.partition("\n")[0].count)
        width = text.partition("\n")[0].count(mark) + 1
        canary = mark.join([f"<script>{PERSONAL}</script>"] * width)
        path.write_bytes((text.rstrip("\r\n") + "\n" + "\n".join([canary] * 30) + "\n").encode("latin-1"))
    contracts = load_workspace_contracts(workspace)
    report = land(workspace, contracts)
    with duckdb.connect() as con:
        register(con, workspace, contracts, RunStamp("run-1", "0.0.0"))
        problems = con.execute("select message from landing.problems").fetchall()
    assert problems
    assert PERSONAL not in json.dumps([problems, report.warnings, [str(each) for each in report.unreadable]]).lower()
    shown = shown_in(workspace.landing_dir, PERSONAL)
    assert {name for name in shown if not name.endswith(".parquet") or name.endswith("left.parquet")} == set()
