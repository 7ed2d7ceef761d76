"""A silence is accepted with a reason and a last day, in a file that people can read and edit."""

from pathlib import Path

import pytest

from dagster_project.cli import main
from dagster_project.errors import UsageError
from dagster_project.inputs import current_inputs
from dagster_project.landing import load_workspace_contracts
from dagster_project.waivers import read_waivers, waivers_path
from dagster_project.workspace import Workspace, init_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "crm")


def accept(workspace: Workspace, law: str = "returns_silence", **given: str) -> int:
    options = {"source": "phone_log", "until": "2025-09-30", "reason": "hotline: closed", **given}
    pairs = [text for name, value in options.items() for text in (f"--{name}", value)]
    return main(["accept", law, *pairs, "-w", str(workspace.root)])


def test_waivers_are_kept_in_the_order_in_which_they_were_given(workspace: Workspace) -> None:
    assert read_waivers(workspace) == ()
    assert accept(workspace) == 0
    assert accept(workspace, source="phone_log/north", until="2025-12-31", reason="moved; « déménagé »") == 0
    first, second = read_waivers(workspace)
    assert (first.source, first.part, first.until.isoformat(), first.reason) == (
        "phone_log",
        None,
        "2025-09-30",
        "hotline: closed",
    )
    assert (second.source, second.part, second.reason) == ("phone_log", "north", "moved; « déménagé »")
    assert "déménagé" in waivers_path(workspace).read_text(encoding="utf-8")


def test_an_accepted_silence_makes_the_next_run_judge_again(workspace: Workspace) -> None:
    workspace.prepare()
    contracts = load_workspace_contracts(workspace)
    before = current_inputs(workspace, contracts)
    accept(workspace)
    after = current_inputs(workspace, contracts)
    assert {name for name in after if after[name] != before[name]} == {"accepted silences"}


@pytest.mark.parametrize(
    ("law", "given", "said"),
    [
        ("returns_counted", {}, "'returns_counted' cannot be accepted; only the silence of a source can"),
        ("returns_silence", {"source": "phone"}, "No contract declares the return source 'phone'"),
        ("returns_silence", {"until": "30/09/2025"}, "'30/09/2025' is no day"),
        ("returns_silence", {"reason": " "}, "without a reason"),
    ],
)
def test_what_cannot_be_accepted_is_refused(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], law: str, given: dict[str, str], said: str
) -> None:
    assert accept(workspace, law, **given) == 2
    assert said in capsys.readouterr().err
    assert not waivers_path(workspace).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("law: returns_silence", "line 1: this is no list of waivers"),
        ("- {source: phone_log, until: soon, reason: x}", "line 1: until: Input should be a valid date"),
        (
            "- {source: phone_log, until: 2025-01-01, reason: x}\n- {source: phone_log, reason: x}",
            "line 2: until: Field required",
        ),
        ("- {law: origins_sum, source: a, until: 2025-01-01, reason: x}", "'origins_sum' cannot be accepted"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(workspace: Workspace, text: str, said: str) -> None:
    waivers_path(workspace).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_waivers(workspace)


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accept", "--help"]) == 0
    assert "amorce accept returns_silence --source phone_log --until 2025-09-30" in capsys.readouterr().out
