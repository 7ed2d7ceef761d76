"""By today's clock a late source is a warning: of `status`, and of a Dagster check."""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project.assets.freshness import sources_are_fresh
from dagster_project.freshness import silent_contracts
from dagster_project.waivers import accept
from dagster_project.workspace import WORKSPACE_VARIABLE, Workspace, init_workspace

CALLS = """
name: {name}
system: phone
files: [calls.csv]
feeds:
  returns:
    return_source: {name}
    every: {every}
    grace: 3 days
    {more}
    constants: {{kind: inbound_call}}
    columns: {{returned_at: {{from: [Date]}}}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Last seen on Thursday 5 June 2025 at 23:30 local time: `calls`."""
    made = init_workspace(tmp_path / "crm")
    made.prepare()
    made.published_dir.mkdir(exist_ok=True)
    with duckdb.connect(str(made.published_marts_path)) as con:
        con.execute(
            "create table sightings as select 'calls' as contract, timestamp '2025-06-05 21:30:00' as exported_at, "
            "false as is_withdrawn"
        )
    return made


def declare(workspace: Workspace, every: str = "week", more: str = "") -> None:
    text = CALLS.format(name="calls", every=every, more=more)
    (workspace.contracts_dir / "calls.yml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("every", "more", "today", "days"),
    [
        ("week", "", "2025-06-15", None),  # ten days: a week and three
        ("week", "", "2025-06-16", 11),
        ("day", "", "2025-06-11", None),  # Friday, Monday, Tuesday, Wednesday: four
        ("day", "", "2025-06-12", 5),
        ("week", "pauses: [06-06..06-10]", "2025-06-20", None),  # fifteen, five of them paused
        ("week", "pauses: [06-06..06-10]", "2025-06-21", 11),
        ("week", "until: 2025-06-30", "2025-06-30", 25),
        ("week", "until: 2025-06-30", "2025-07-01", None),  # its life is over
        ("none", "", "2026-06-30", None),
    ],
)
def test_a_source_is_silent_once_cadence_and_grace_are_over(
    workspace: Workspace, every: str, more: str, today: str, days: int | None
) -> None:
    declare(workspace, every, more)
    silent = silent_contracts(workspace, datetime.fromisoformat(f"{today}T08:00").replace(tzinfo=UTC))
    assert [(entry.contract, entry.last_seen, entry.days) for entry in silent] == (
        [] if days is None else [("calls", "2025-06-05", days)]
    )


def test_an_accepted_silence_says_until_when(workspace: Workspace) -> None:
    declare(workspace)
    accept(workspace, "returns_silence", "calls", "2025-07-31", "moving house")
    for today, until in (("2025-07-31", "2025-07-31"), ("2025-08-01", None)):
        (silent,) = silent_contracts(workspace, datetime.fromisoformat(f"{today}T08:00").replace(tzinfo=UTC))
        assert silent.accepted_until == until


def test_the_dagster_check_warns_and_does_not_fail(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
    declare(workspace)
    result = sources_are_fresh()
    assert isinstance(result, dg.AssetCheckResult)
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert result.description is not None
    assert result.description.startswith("Silent by today's clock: calls (")
    accept(workspace, "returns_silence", "calls", "2999-12-31", "moving house")
    result = sources_are_fresh()
    assert isinstance(result, dg.AssetCheckResult)
    assert result.passed
