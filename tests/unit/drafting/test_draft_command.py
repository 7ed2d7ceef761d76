"""`amorce contract draft`: where the contract is written, what is told, and that a run takes it."""

import json
from pathlib import Path

import pytest

from dagster_project.cli import main
from dagster_project.landing import load_workspace_contracts
from dagster_project.landing.contract import load_contract
from dagster_project.workspace import Workspace, init_workspace

MINE = "name: leads\nsystem: x\nfiles: [x]\nfeeds: {campaigns: {columns: {campaign_name: {from: a}}}}\n"
LEADS = "date,email,message\n2025-03-03 10:15:00,ann@example.org,Hello\n2025-03-04 11:00:00,bob@example.org,Hi\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "crm")


def leads(folder: Path) -> Path:
    path = folder / "leads.csv"
    path.write_text(LEADS)
    return path


def draft(path: Path, workspace: Workspace, *options: str) -> int:
    return main(["contract", "draft", str(path), "--workspace", str(workspace.root), *options])


def test_the_draft_is_written_into_contracts_and_is_in_force(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(leads(tmp_path), workspace) == 0
    assert "leads" in load_workspace_contracts(workspace)
    told = capsys.readouterr().out
    assert "returns: 2 rows land, 0 rejected, 0 not selected" in told
    assert f"cp {tmp_path / 'leads.csv'} {workspace.inbox / 'leads'}/" in told
    assert "ann@example.org" not in told


def test_a_file_in_the_inbox_is_matched_where_it_lies(workspace: Workspace) -> None:
    (workspace.inbox / "web").mkdir()
    assert draft(leads(workspace.inbox / "web"), workspace) == 0
    assert load_workspace_contracts(workspace)["leads"].files == ("web/leads*.csv",)
    assert main(["contract", "check", "--workspace", str(workspace.root)]) == 0


def test_an_existing_contract_is_never_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    path = leads(tmp_path)
    (workspace.contracts_dir / "leads.yaml").write_text(MINE)
    assert draft(path, workspace) == 2
    assert (workspace.contracts_dir / "leads.yaml").read_text() == MINE


def test_without_a_workspace_the_yaml_goes_to_stdout_and_the_talk_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AMORCE_WORKSPACE", raising=False)
    assert main(["contract", "draft", str(leads(tmp_path))]) == 0
    written, told = capsys.readouterr()
    (tmp_path / "copy.yaml").write_text(written)
    assert load_contract(tmp_path / "copy.yaml").name == "leads"
    assert "Unsure of" in told


def test_json_holds_contract_doubts_and_trial(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(leads(tmp_path), workspace, "--json", "--output", "-") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["written"] is None
    assert told["trial"]["feeds"][0]["landed"] == 2
    assert told["yaml"].startswith("# yaml-language-server")


def test_a_contract_that_reads_the_file_already_is_named(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Date;Canal;N° pièce;Opération;Montant;Devise\n01/02/2025;Téléphone;A1;Printemps;1 200,50;EUR\n"
        "21/02/2025;Salon;A2;Printemps;1 300,50;EUR\n"
    )
    assert draft(path, workspace) == 0
    assert "The contract costs can read this file already" in capsys.readouterr().out


def test_draft_without_a_file_says_what_to_write(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "draft", "--workspace", str(workspace.root)]) == 2
    assert "amorce contract draft sales.csv" in capsys.readouterr().err


def own_contracts(workspace: Workspace) -> list[str]:
    return [name for name, contract in load_workspace_contracts(workspace).items() if not contract.is_built_in]


def is_fine(workspace: Workspace) -> bool:
    return main(["contract", "check", "--workspace", str(workspace.root)]) == 0


def test_a_file_that_an_own_contract_reads_gets_no_second_one(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace.inbox / "web").mkdir()
    path = leads(workspace.inbox / "web")
    assert draft(path, workspace) == 0
    for options in (
        (),
        ("--force",),
        ("--name", "requests"),
        ("--output", str(workspace.contracts_dir / "other.yaml")),
    ):
        capsys.readouterr()
        assert draft(path, workspace, *options) == 2
        assert "web/leads.csv is read by your contract leads already" in capsys.readouterr().err
        assert own_contracts(workspace) == ["leads"]
    assert is_fine(workspace)
    assert draft(path, workspace, "--output", "-") == 0


def test_nor_does_one_that_will_be_read_where_it_is_to_be_put(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = MINE.replace("leads", "everything").replace("[x]", '["**/leads*.csv"]')
    (workspace.contracts_dir / "everything.yaml").write_text(everything)
    assert draft(leads(tmp_path), workspace) == 2
    assert "leads/leads.csv is read by your contract everything already" in capsys.readouterr().err
    assert own_contracts(workspace) == ["everything"]


def forms(workspace: Workspace) -> Path:
    (workspace.inbox / "forms").mkdir()
    path = workspace.inbox / "forms" / "form_leads.csv"
    path.write_text(LEADS)
    return path


def test_a_built_in_contract_loses_a_file_only_if_one_says_so(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = forms(workspace)
    assert draft(path, workspace) == 2
    told = capsys.readouterr().err
    assert "forms/form_leads.csv is read by the built-in contract web_forms already" in told
    assert "--force" in told
    assert "--name web_forms" in told
    assert own_contracts(workspace) == []
    assert draft(path, workspace, "--force") == 0
    assert own_contracts(workspace) == ["form_leads"]
    assert is_fine(workspace)


def test_a_draft_by_the_name_of_a_built_in_contract_replaces_it(workspace: Workspace) -> None:
    assert draft(forms(workspace), workspace, "--name", "web_forms") == 0
    assert own_contracts(workspace) == ["web_forms"]
    assert is_fine(workspace)


def test_a_name_has_to_be_one(workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(leads(tmp_path), workspace, "--name", "../Leads") == 2
    assert "is no name of a contract" in capsys.readouterr().err
