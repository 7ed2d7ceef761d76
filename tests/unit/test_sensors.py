import os
import time
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.inputs import PublicationNote, current_inputs, write_note
from dagster_project.landing import load_workspace_contracts
from dagster_project.lock import hold
from dagster_project.sensors import decide
from dagster_project.workspace import Workspace, init_workspace

NOW = time.time()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init_workspace(tmp_path / "crm")
    made.prepare()
    put(made, "walk_ins.csv", age=3600)
    return made


def put(workspace: Workspace, name: str, age: float) -> None:
    path = workspace.inbox / name
    path.write_text("a,b\n1,2\n")
    os.utime(path, (NOW - age, NOW - age))


def publish(workspace: Workspace) -> None:
    """As if a run had published what lies there now."""
    workspace.published_marts_path.touch()
    inputs = current_inputs(workspace, load_workspace_contracts(workspace))
    write_note(workspace, PublicationNote.of("run", workspace.published_marts_path, inputs))


def reason(decision: dg.RunRequest | dg.SkipReason) -> str:
    assert isinstance(decision, dg.SkipReason)
    return decision.skip_message or ""


def test_a_new_file_that_has_rested_starts_a_run(workspace: Workspace) -> None:
    assert isinstance(decide(workspace, None, NOW), dg.RunRequest)


def test_a_file_that_is_still_being_written_waits(workspace: Workspace) -> None:
    put(workspace, "late.csv", age=10)
    assert "have to rest 30 s" in reason(decide(workspace, None, NOW))
    assert isinstance(decide(workspace, None, NOW + 25), dg.RunRequest)


def test_an_upload_under_a_temporary_name_keeps_nobody_waiting(workspace: Workspace) -> None:
    put(workspace, "late.csv.part", age=1)
    put(workspace, "~$late.xlsx", age=1)
    assert isinstance(decide(workspace, None, NOW), dg.RunRequest)


def test_an_empty_inbox_starts_nothing(tmp_path: Path) -> None:
    assert "is empty" in reason(decide(init_workspace(tmp_path / "empty"), None, NOW))


def test_what_is_published_is_not_run_again_until_something_changes(workspace: Workspace) -> None:
    publish(workspace)
    assert "Nothing changed" in reason(decide(workspace, None, NOW))
    put(workspace, "more.csv", age=60)
    request = decide(workspace, None, NOW)
    assert isinstance(request, dg.RunRequest)
    assert request.tags["amorce/changed"] == "inbox"


def test_a_run_that_failed_is_not_started_again_for_the_same_files(workspace: Workspace) -> None:
    request = decide(workspace, None, NOW)
    assert isinstance(request, dg.RunRequest)
    cursor = request.tags["amorce/inputs"]
    assert "already started for these files" in reason(decide(workspace, cursor, NOW))
    put(workspace, "more.csv", age=60)
    assert isinstance(decide(workspace, cursor, NOW), dg.RunRequest)


def test_a_busy_workspace_starts_nothing(workspace: Workspace) -> None:
    with hold(workspace.state_dir, "amorce run"):
        assert "in progress" in reason(decide(workspace, None, NOW))
