"""A new workspace says what to do next, and shows what a contract looks like without having it in force."""

import json
from pathlib import Path

import pytest

from dagster_project.cli import main
from dagster_project.landing import check, load_workspace_contracts
from dagster_project.landing.contract import load_contract
from dagster_project.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    assert main(["init", str(tmp_path / "crm")]) == 0
    return Workspace.load(tmp_path / "crm")


def test_the_next_steps_are_commands_that_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(tmp_path / "crm")
    assert main(["init", root]) == 0
    told = capsys.readouterr().out
    for command in ("contract list", "contract draft FILE", "contract check", "run"):
        assert f"amorce {command} --workspace {root}" in told
    assert main(["contract", "check", "--workspace", root]) == 0


def test_a_folder_with_a_space_is_quoted_in_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(tmp_path / "my crm")
    assert main(["init", root]) == 0
    assert f"amorce run --workspace '{root}'" in capsys.readouterr().out


def test_the_example_is_a_contract_that_is_not_in_force(workspace: Workspace) -> None:
    path = workspace.contracts_dir / "_example.yaml"
    assert load_contract(path).name == "front_desk"
    assert "front_desk" not in load_workspace_contracts(workspace)
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")
    assert "feeds" in json.loads((workspace.contracts_dir / "schema.json").read_text(encoding="utf-8"))["properties"]


def test_a_copy_of_the_example_reads_the_file_that_it_describes(workspace: Workspace) -> None:
    example = (workspace.contracts_dir / "_example.yaml").read_text(encoding="utf-8")
    (workspace.contracts_dir / "front_desk.yaml").write_text(example, encoding="utf-8")
    lines = [line[4:] for line in example.splitlines() if line.startswith("#   ")]
    (workspace.inbox / "front_desk").mkdir()
    file = workspace.inbox / "front_desk" / "calls_2025-03-31.csv"
    file.write_text("\n".join(lines) + "\n", encoding="cp1252")
    report = check(workspace, load_workspace_contracts(workspace))
    assert report.is_fine
    assert [(trial.feed, trial.landed) for trial in report.files[0].trials] == [("returns", 1), ("outflows", 1)]
