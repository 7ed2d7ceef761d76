import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.errors import UsageError
from dagster_project.workspace import Workspace, init_workspace


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AMORCE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "crm")


def test_a_new_workspace_has_all_its_folders_and_the_default_settings(workspace: Workspace) -> None:
    assert workspace.inbox.is_dir()
    assert workspace.contracts_dir.is_dir()
    assert workspace.rates_path.read_text() == "currency,rate_on,rate\n"
    assert (workspace.settings.name, workspace.settings.lookback_days) == ("crm", 112)


def test_only_its_owner_can_read_the_hash_key(workspace: Workspace) -> None:
    assert stat.S_IMODE(workspace.hash_key_path.stat().st_mode) == 0o600


def test_two_workspaces_have_two_keys(workspace: Workspace, tmp_path: Path) -> None:
    assert init_workspace(tmp_path / "other").hash_key() != workspace.hash_key()


def test_the_hash_key_of_the_environment_wins(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMORCE_HASH_KEY", "a key from the environment")
    assert workspace.hash_key() == b"a key from the environment"


def test_a_missing_hash_key_is_never_replaced(workspace: Workspace) -> None:
    workspace.hash_key_path.unlink()
    with pytest.raises(UsageError, match="has no hash key"):
        workspace.hash_key()
    assert not workspace.hash_key_path.exists()


def test_a_short_hash_key_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMORCE_HASH_KEY", "fifteen letters")
    with pytest.raises(UsageError, match="fewer than 16"):
        workspace.hash_key()


def test_a_workspace_is_not_made_twice(workspace: Workspace) -> None:
    key = workspace.hash_key()
    with pytest.raises(UsageError, match="already is a workspace"):
        init_workspace(workspace.root)
    assert workspace.hash_key() == key


@pytest.mark.parametrize(
    "name", ["2026", "no", "null", "Société d'Épargne", 'a: "b" #c', "{x}", "tab\tand\nline", "\udce9t\udce9"]
)
def test_a_workspace_may_have_any_name_that_a_folder_may_have(tmp_path: Path, name: str) -> None:
    found = init_workspace(tmp_path / name).settings.name
    assert found == name.replace("\udce9", "\ufffd")
    assert found.encode("utf-8")


def test_a_workspace_is_found_from_a_folder_below_it(workspace: Workspace) -> None:
    below = workspace.inbox / "brevo"
    below.mkdir()
    assert Workspace.find(below).root == workspace.root


def test_the_environment_names_the_workspace(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMORCE_WORKSPACE", str(workspace.root))
    assert Workspace.find().root == workspace.root


def test_where_there_is_no_workspace_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        Workspace.find(tmp_path)
    assert "amorce.yml" in raised.value.message
    assert "amorce init" in raised.value.hint


def test_a_setting_of_the_environment_wins(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMORCE_LOOKBACK_DAYS", "60")
    assert Workspace.load(workspace.root).settings.lookback_days == 60


def test_a_list_of_the_environment_is_written_as_in_the_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMORCE_BRAND_CHANNELS", "[search, social]")
    monkeypatch.setenv("AMORCE_ATTRIBUTION_WEIGHTS", "{first: 22.5, last: 67.5, between: 10}")
    settings = Workspace.load(workspace.root).settings
    assert settings.brand_channels == ("search", "social")
    assert settings.attribution_weights is not None
    assert settings.attribution_weights.last == 67.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: crm\nlookback: 60\n", "line 2: setting `lookback` is unknown"),
        ("name: crm\n\ncurrency: euro\n", "line 3: setting `currency`"),
        ("lookback_days: 0\n", "line 1: setting `lookback_days`"),
        ("name: crm\nattribution_weights: {first: 50, last: 49.9}\n", "line 2: setting `attribution_weights`"),
        ("time_zone: Europe/Atlantis\n", "line 1: setting `time_zone`"),
        ("name: crm\nname: [\n", "line 3: not valid YAML"),
        ("- name\n", "line 1: settings are written as `name: value`"),
    ],
)
def test_a_wrong_setting_names_file_and_line(workspace: Workspace, text: str, message: str) -> None:
    path = workspace.root / "amorce.yml"
    path.write_text(text)
    with pytest.raises(UsageError) as raised:
        Workspace.load(workspace.root)
    assert str(path) in raised.value.message
    assert message in raised.value.message


def test_a_wrong_setting_of_the_environment_names_the_variable(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMORCE_THREADS", "many")
    with pytest.raises(UsageError, match="AMORCE_THREADS"):
        Workspace.load(workspace.root)


def test_a_day_as_of_is_the_end_of_that_local_day(workspace: Workspace) -> None:
    (workspace.root / "amorce.yml").write_text("time_zone: Europe/Paris\nas_of: 2026-01-31\n")
    # Midnight in Paris is 23:00 UTC in winter.
    assert Workspace.load(workspace.root).settings.as_of == datetime(2026, 1, 31, 22, 59, 59, 999999, tzinfo=UTC)


def test_state_of_a_newer_version_is_refused(workspace: Workspace) -> None:
    workspace.prepare()
    (workspace.state_dir / "version").write_text("999.0.0\n")
    with pytest.raises(UsageError, match=r"last run by Amorce 999\.0\.0"):
        Workspace.load(workspace.root)
