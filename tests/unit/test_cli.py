import json
from pathlib import Path

import pytest

from dagster_project import __version__
from dagster_project.cli import COMMANDS, main
from dagster_project.workspace import init_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return init_workspace(tmp_path / "crm").root


def test_help_lists_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "exit codes: 0 done, 1 a law or a run failed, 2 usage" in shown


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "commands:" in capsys.readouterr().out


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"amorce {__version__}\n"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_help_of_each_command_shows_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"examples:\n  amorce {name}" in shown


def test_an_unknown_command_names_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statsu"]) == 2
    assert "Did you mean `amorce status`?" in capsys.readouterr().err


def test_a_missing_argument_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 2
    assert "DIR" in capsys.readouterr().err


def test_outside_a_workspace_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AMORCE_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["status"]) == 2
    shown = capsys.readouterr().err
    assert "amorce init DIR" in shown
    assert "Traceback" not in shown


def test_a_workspace_that_is_no_folder_is_a_usage_error(tmp_path: Path) -> None:
    assert main(["status", "--workspace", str(tmp_path / "nowhere")]) == 2


def test_debug_shows_where_an_error_arose(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="is no folder"):
        main(["status", "--workspace", str(tmp_path / "nowhere"), "--debug"])


def test_an_empty_inbox_is_told_before_anything_is_started(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--workspace", str(workspace)]) == 2
    shown = capsys.readouterr().err
    assert f"The inbox {workspace / 'inbox'} is empty" in shown
    assert "amorce contract list" in shown


def test_a_file_given_to_a_run_is_told_where_it_belongs(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "~/Downloads/contacts.csv", "--workspace", str(workspace)]) == 2
    shown = capsys.readouterr().err
    assert "takes no file" in shown
    assert str(workspace / "inbox") in shown


def test_a_wrong_date_is_a_usage_error(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--workspace", str(workspace), "--as-of", "31/01/2026"]) == 2
    assert "Write 2026-01-31" in capsys.readouterr().err


def test_a_typo_in_a_contract_names_file_line_and_field(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contract = workspace / "contracts" / "walk_ins.yml"
    contract.write_text("name: walk_ins\nsystem: desk\nfils: ['*.csv']\nfiles: ['*.csv']\nfeeds: {}\n")
    assert main(["run", "--workspace", str(workspace)]) == 2
    shown = capsys.readouterr().err
    assert f"{contract}, line 3" in shown
    assert "fils" in shown


def test_a_query_before_the_first_publication_says_how_to_publish(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sql", "select 1", "--workspace", str(workspace)]) == 2
    assert "`amorce run` publishes" in capsys.readouterr().err


def test_the_status_of_a_new_workspace_is_no_error(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--workspace", str(workspace)]) == 0
    assert "No run yet" in capsys.readouterr().out


def test_the_schema_of_contracts_is_printed_for_editors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$defs"]["Format"]["properties"]["type"]["enum"] == ["csv", "xlsx", "json", "jsonl", "parquet"]


def test_contracts_are_listed_with_where_they_come_from(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "list", "--workspace", str(workspace)]) == 0
    assert "built in" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["--"]])
def test_dbt_without_a_command_says_how_to_name_one(
    workspace: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dbt", "-w", str(workspace), *words]) == 2
    assert "amorce dbt test" in capsys.readouterr().err


@pytest.mark.parametrize("named", [["--workspace", "{}"], ["--workspace={}"], ["-w", "{}"]])
def test_the_workspace_may_be_named_after_dbts_own_words(
    workspace: Path, named: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, list[str]]] = []
    monkeypatch.setattr("dagster_project.dbt_command.run_dbt", lambda of, words: asked.append((of.root, words)) or 0)
    monkeypatch.delenv("AMORCE_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    words = [word.format(workspace) for word in named]
    assert main(["dbt", "build", "-s", "+fct_returns", *words, "--wait", "3", "--full-refresh"]) == 0
    assert asked == [(workspace, ["build", "-s", "+fct_returns", "--full-refresh"])]


def test_what_follows_two_dashes_is_all_dbts(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr("dagster_project.dbt_command.run_dbt", lambda _, words: asked.append(words) or 0)
    assert main(["dbt", "-w", str(workspace), "--", "test", "-w", "x"]) == 0
    assert asked == [["test", "-w", "x"]]


def test_an_option_of_dbts_place_without_its_value_is_a_usage_error(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dbt", "test", "--workspace"]) == 2
    assert "amorce dbt --help" in capsys.readouterr().err
