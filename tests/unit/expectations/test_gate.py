"""The gate publishes nothing that it has not judged whole, and says in plain words what is wrong."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace
from expectations import suite
from expectations.gate import judge, run_gate
from expectations.laws import load_laws
from expectations.outcome import EXPECTATIONS_PER_LAW
from expectations.suite import EXPECTATIONS


@pytest.fixture
def judged(workspace: Workspace) -> Path:
    """A staged copy that passed the gate."""
    staged = run_gate(workspace, "r1", suite.validate).staged
    assert staged is not None
    return staged.path


def test_a_balanced_run_passes_with_every_expectation_run(workspace: Workspace) -> None:
    judgement = run_gate(workspace, "r1", suite.validate)
    assert judgement.messages == []
    assert judgement.passed
    assert judgement.expectations_run == len(load_laws()) * EXPECTATIONS_PER_LAW
    assert all(verdict.passed and verdict.checks > 0 for verdict in judgement.verdicts)
    assert judgement.staged is not None
    assert not judgement.staged.stable_path.exists()


def test_lost_returns_are_named_by_law_source_month_and_keys(
    injure: Callable[[str], None], workspace: Workspace
) -> None:
    injure("delete from marts.fct_returns where return_key in ('1', '3')")
    judgement = run_gate(workspace, "r1", suite.validate)
    assert not judgement.passed
    assert judgement.staged is None
    assert (
        "law 3, source phone_log, March 2025: expected 4 returns, found 2, 2 lost; first keys 1, 3"
        in judgement.messages
    )
    assert not list(workspace.published_dir.rglob("*.duckdb"))


def test_an_unreadable_file_is_named_with_its_reason(injure: Callable[[str], None], workspace: Workspace) -> None:
    injure("insert into landing.problems values ('phone/april.csv', 'unreadable', 'line 3 is not utf-8')")
    judgement = run_gate(workspace, "r1", suite.validate)
    assert judgement.messages == ["law 3, source phone/april.csv, unreadable: line 3 is not utf-8"]
    assert judgement.hints[0].startswith("law 3 (returns_readable): Mend the contract or the file")


def test_warnings_do_not_fail_the_gate(injure: Callable[[str], None], workspace: Workspace) -> None:
    injure(
        "insert into landing.problems values ('notes.txt', 'unknown', 'no contract claims it');"
        "insert into landing.return_sources values "
        "('chat', 'chat_log', 'returns', 'returns', 'none', 0, date '2025-01-01', null, null),"
        "('fax', 'fax_log', 'returns', 'returns', 'none', 0, null, null, null);"
        "insert into marts.dim_return_sources values ('chat'), ('fax')"
    )
    judgement = run_gate(workspace, "r1", suite.validate)
    assert judgement.passed
    assert judgement.warnings == (
        "no contract claims notes.txt: it was not loaded",
        "return source chat has no return yet",
    )


def test_rows_of_which_most_are_quarantined_are_a_warning(injure: Callable[[str], None], workspace: Workspace) -> None:
    injure("update marts.source_ledger set landed = 3, quarantined = 2, contract = 'shop', entity = 'orders'")
    judgement = run_gate(workspace, "r1", suite.validate)
    assert any(text.startswith("2 of 3 rows of shop (orders) are quarantined") for text in judgement.warnings)


def test_law_8_stands_in_the_law_results_of_both_files(workspace: Workspace) -> None:
    judgement = run_gate(workspace, "r1", suite.validate)
    assert judgement.staged is not None
    question = (
        "select count(*), sum(difference), 1 + 2 * (select count(*) - 1 from duckdb_tables() "
        "where database_name = 'marts') from marts.law_results where law = 'publication'"
    )
    numbers = []
    for path in (workspace.marts_path, judgement.staged.path):
        with duckdb.connect() as con:
            con.execute(f"attach '{path}' as marts (read_only)")
            numbers.append(con.execute(question).fetchall())
    assert numbers[0] == numbers[1]
    (rows, difference, due) = numbers[0][0]
    assert rows == due > 50, "every byte is equal: one row for the file, two for each table but law_results"
    assert difference == 0


def test_law_results_are_the_same_when_the_gate_runs_again(workspace: Workspace) -> None:
    tables = []
    for run_id in ("r1", "r2"):
        staged = run_gate(workspace, run_id).staged
        assert staged is not None
        with duckdb.connect(str(staged.path), read_only=True) as con:
            tables.append(con.execute("from law_results order by all").fetchall())
    assert tables[0] == tables[1]


@pytest.mark.parametrize("content", [None, b"", b"not a database"])
def test_an_unreachable_warehouse_is_a_failed_gate(workspace: Workspace, content: bytes | None) -> None:
    workspace.warehouse_path.unlink()
    if content is not None:
        workspace.warehouse_path.write_bytes(content)
    with pytest.raises(AmorceError, match=r"warehouse\.duckdb (is missing|cannot be opened)|cannot count what landed"):
        run_gate(workspace, "r1", suite.validate)
    assert not list(workspace.published_dir.rglob("*.duckdb"))


def test_a_law_without_rows_fails(judged: Path) -> None:
    with duckdb.connect(str(judged)) as con:
        con.execute("delete from law_results where law = 'returns_counted'")
    judgement = judge(judged, suite.validate)
    assert not judgement.passed
    assert judgement.messages == ["law 3 (returns_counted) was not checked: it has no rows"]


def test_a_difference_that_was_painted_over_fails(judged: Path) -> None:
    with duckdb.connect(str(judged)) as con:
        con.execute("update law_results set found = found - 1 where law = 'returns_counted'")
    judgement = judge(judged, suite.validate)
    assert not judgement.passed
    assert "law 3 (returns_counted) did not pass, though law_results shows no difference" in judgement.messages


def test_a_law_that_nobody_declared_fails(judged: Path) -> None:
    judgement = judge(judged, suite.validate, [law for law in load_laws() if law.number != 4])
    assert not judgement.passed
    assert "law_results holds laws that nobody declared: origins_connected, origins_identity" in judgement.messages[0]


def test_an_expectation_that_raises_is_an_error_and_never_a_pass(judged: Path) -> None:
    with duckdb.connect(str(judged)) as con:
        con.execute("alter table law_results drop column difference")
    outcomes = suite.validate(judged, load_laws()[:1])
    assert {(outcome.success, outcome.error is None) for outcome in outcomes} == {(True, True), (False, False)}
    judgement = judge(judged, suite.validate)
    assert not judgement.passed
    assert judgement.errors


def test_a_suite_that_ran_fewer_expectations_than_declared_fails(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = suite.validate
    monkeypatch.setattr(suite, "validate", lambda database, laws: whole(database, laws)[:-1])
    judgement = judge(judged, suite.validate)
    assert not judgement.passed
    due = len(load_laws()) * EXPECTATIONS_PER_LAW
    assert f"the gate ran {due - 1} of {due} expectations" in judgement.messages


@pytest.mark.parametrize("content", [None, b"", b"not a database"])
def test_a_file_that_cannot_be_judged_fails(tmp_path: Path, content: bytes | None) -> None:
    database = tmp_path / "marts-r1.duckdb"
    if content is not None:
        database.write_bytes(content)
    judgement = judge(database, suite.validate)
    assert not judgement.passed
    assert judgement.errors[0].startswith("the gate could not judge marts-r1.duckdb: ")


def test_judging_writes_nothing_to_disk(judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(elsewhere))
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert judge(judged, suite.validate).passed
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_the_judged_file_is_free_again_for_writers(judged: Path) -> None:
    assert judge(judged, suite.validate).passed
    with duckdb.connect(str(judged), config={"threads": 1}) as con:
        con.execute("create table afterwards as select 1 as one")


def test_every_expectation_reads_as_a_sentence() -> None:
    for law in load_laws():
        for kind in EXPECTATIONS:
            assert str(kind.of(law).description).endswith(".")


def test_the_judge_has_a_process_of_its_own(workspace: Workspace) -> None:
    judgement = run_gate(workspace, "r1")
    assert judgement.messages == []
    assert judgement.expectations_run == len(load_laws()) * EXPECTATIONS_PER_LAW


def test_a_judge_that_dies_is_a_failed_gate(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("expectations.judge_process._PROGRAM", (sys.executable, "-c", "raise SystemExit('no memory')"))
    judgement = run_gate(workspace, "r1")
    assert not judgement.passed
    assert judgement.staged is None
    assert judgement.errors == ("the gate could not judge marts-r1.duckdb: no memory",)


def test_the_suite_has_as_many_expectations_per_law_as_the_gate_awaits() -> None:
    assert len(EXPECTATIONS) == EXPECTATIONS_PER_LAW
