"""The demo from end to end, and what later commands find in it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from amorce_process import Amorce

from dagster_project.landing import RunStamp, load_workspace_contracts, register
from dagster_project.workspace import Workspace

pytestmark = pytest.mark.slow


def published_state(workspace: Path) -> list[tuple[str, int, int]]:
    return sorted((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in (workspace / "published").iterdir())


def test_the_demo_ends_with_a_balance_and_names_the_published_file(pristine_demo: Path) -> None:
    shown = (pristine_demo / "shown.txt").read_text()
    assert "It balances:" in shown
    assert "difference 0" in shown
    assert str(pristine_demo / "published" / "marts.duckdb") in shown


def test_a_second_run_changes_nothing(demo: Path, amorce: Amorce) -> None:
    before = published_state(demo)
    done = amorce("run", "--workspace", demo)
    assert done.returncode == 0, done.stderr
    assert "Nothing new since run" in done.stdout
    assert published_state(demo) == before


def test_every_counted_return_has_one_origin(demo: Path, amorce: Amorce) -> None:
    query = "select count(*) as n, count(distinct return_key) as keys, count(origin) as origins from fct_returns"
    done = amorce("sql", query, "--format", "json", "--workspace", demo)
    (row,) = json.loads(done.stdout)
    assert row["n"] > 1000
    assert row["n"] == row["keys"] == row["origins"]


def test_what_came_in_can_be_queried(demo: Path, amorce: Amorce) -> None:
    query = "select sum(records) as records from deliveries"
    done = amorce("sql", "--landing", query, "--format", "json", "--workspace", demo)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["records"] > 25_000


def test_the_status_shows_the_run_and_the_balance(demo: Path, amorce: Amorce) -> None:
    done = amorce("status", "--json", "--workspace", demo)
    assert done.returncode == 0, done.stderr
    status = json.loads(done.stdout)
    assert [run["outcome"] for run in status["runs"]] == ["published"]
    assert status["balance"].startswith("It balances")
    assert status["broken_laws"] == []
    laws = {law["law"]: (law["number"], law["checks"] > 0, law["differ"]) for law in status["laws"]}
    assert laws["returns_counted"] == (3, True, 0)
    assert set(laws.values()) == {(number, True, 0) for number, _, _ in laws.values()}


def test_the_models_pass_their_own_tests(demo: Path, amorce: Amorce) -> None:
    workspace = Workspace.load(demo)
    with duckdb.connect(str(workspace.warehouse_path)) as con:  # a copy still leads to the landing of the original
        register(con, workspace, load_workspace_contracts(workspace), RunStamp("run-1", "0.0.0"))
    done = amorce("dbt", "--workspace", demo, "test", "--threads", "2")
    assert done.returncode == 0, done.stdout[-4000:]
    passed = re.search(r"PASS=(\d+) WARN=0 ERROR=0 SKIP=0", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 200


def test_a_busy_workspace_is_told_at_once(demo: Path, amorce: Amorce) -> None:
    code = "import sys, pathlib; from dagster_project.lock import hold\n"
    code += "with hold(pathlib.Path(sys.argv[1]), 'amorce run'): print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(demo / ".amorce")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        other.stdout.readline()
        done = amorce("run", "--full-refresh", "--workspace", demo)
    finally:
        other.communicate()
    assert done.returncode == 2
    assert f"process {other.pid}" in done.stderr
    assert "--wait SECONDS" in done.stderr


def late_outflows(demo: Path) -> int:
    """Three mails of the newest log once more, to somebody else, in a file of the same day."""
    log = max((demo / "inbox" / "brevo").glob("brevo-log-*.csv"))
    header, *lines = log.read_text(encoding="utf-8").splitlines()
    sent = [line.replace(",<", ",<late.") for line in lines if line.startswith("sent,")][:3]
    log.with_name(f"late-{log.name}").write_text("\n".join([header, *sent]) + "\n", encoding="utf-8")
    return len(sent)


def test_a_run_mends_tables_with_late_outflows_and_counts_a_withdrawal(demo: Path, amorce: Amorce) -> None:
    outflows = "select count(*) as n from fct_outflows"
    (before,) = json.loads(amorce("sql", outflows, "--format", "json", "--workspace", demo).stdout)
    # a correction of one record: without a whole quarter's file the source would rightly be called silent
    query = "select delivery_id from delivery_ledger where contract = 'web_forms' order by records, delivery_id limit 1"
    (row,) = json.loads(amorce("sql", query, "--format", "json", "--workspace", demo).stdout)
    withdrawn = amorce("withdraw", row["delivery_id"][:12], "--reason", "wrong filter", "--workspace", demo)
    assert withdrawn.returncode == 0, withdrawn.stderr
    late = late_outflows(demo)
    done = amorce("run", "--workspace", demo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mending tables: deliveries of outflows that are new or were seen again: 1" in done.stderr
    assert "It balances:" in done.stdout
    (after,) = json.loads(amorce("sql", outflows, "--format", "json", "--workspace", demo).stdout)
    assert after["n"] == before["n"] + late
    query = "select sum(withdrawn) as withdrawn, sum(abs(difference)) as difference from return_ledger"
    (ledger,) = json.loads(amorce("sql", query, "--format", "json", "--workspace", demo).stdout)
    assert int(ledger["withdrawn"]) > 0
    assert int(ledger["difference"]) == 0
    assert len(list((demo / "published").glob("marts-*.duckdb"))) == 2
