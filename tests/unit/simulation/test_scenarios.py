"""Every scenario by name: it is described, drawn at the smallest size, and its files can be read."""

import json
from pathlib import Path

import pytest

from dagster_project.errors import UsageError
from dagster_project.landing import land, load_workspace_contracts
from dagster_project.simulation import simulate
from dagster_project.simulation.outflow_scenarios import OUTFLOW_SCENARIOS
from dagster_project.simulation.pictures import picture
from dagster_project.simulation.scenarios import SCENARIOS, scenario_of
from dagster_project.workspace import init_workspace

ROOT = Path(__file__).parents[3]
NAMES = ("everyday", *(scenario.name for scenario in OUTFLOW_SCENARIOS))


def test_an_unknown_scenario_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(UsageError, match="Unknown scenario 'stoped-too-early'") as error:
        simulate(tmp_path / "x", "tiny", 1, scenario="stoped-too-early")
    assert "stopped-too-early" in error.value.hint
    assert not (tmp_path / "x").exists()


def test_every_scenario_differs_from_every_other():
    worlds = [(scenario.effects, scenario.without, scenario.days) for scenario in SCENARIOS.values()]
    assert all(worlds.count(world) == 1 for world in worlds)


def test_every_scenario_is_found_by_its_name():
    assert all(scenario_of(name).name == name for name in SCENARIOS)


# Landing a hundred small files takes seconds: the largest differences on every run, all of them in the soak.
SMALLEST = ("one-channel", "one-week", "silence")


@pytest.mark.parametrize(
    "name", [name if name in SMALLEST else pytest.param(name, marks=pytest.mark.soak) for name in NAMES]
)
def test_a_scenario_s_files_land_but_for_the_rows_that_are_meant_to_be_malformed(tmp_path, name):
    simulate(tmp_path / "exports", "tiny", 3, scenario=name)
    truth = json.loads((tmp_path / "exports" / "truth" / "truth.json").read_text(encoding="utf-8"))
    workspace = init_workspace(tmp_path / "workspace", "a key of invented people")
    workspace.inbox.rmdir()
    (tmp_path / "exports").rename(workspace.inbox)
    (workspace.inbox / "rates.csv").replace(workspace.rates_path)
    for path in (workspace.inbox / "truth").iterdir():
        path.unlink()
    (workspace.inbox / "truth").rmdir()
    report = land(workspace, load_workspace_contracts(workspace))
    assert report.unreadable == []
    assert report.unknown == []
    assert len(report.landed) + len(report.sighted) == sum(entry["files"] for entry in truth["files"].values())
    assert truth["market"]["scenario"] == name


@pytest.mark.parametrize(
    ("name", "folder"),
    [("no-orders", "shop"), ("no-costs", "finance"), ("one-channel", "phone"), ("one-channel", "letters"),
     ("one-channel", "mailchimp")],
)  # fmt: skip
def test_a_scenario_without_a_system_has_no_file_of_it(tmp_path, name, folder):
    simulate(tmp_path, "tiny", 3, scenario=name)
    assert not (tmp_path / folder).exists()


def test_where_everything_is_given_away_no_return_has_a_value(tmp_path):
    simulate(tmp_path, "tiny", 3, scenario="zero-revenue")
    credit = json.loads((tmp_path / "truth" / "truth.json").read_text(encoding="utf-8"))["credit"]
    assert sum(sum(parts.values()) for parts in credit["order"].values()) > 0
    assert sum(sum(parts.values()) for parts in credit["revenue"].values()) == 0


def test_every_world_of_outflows_has_its_picture_in_the_guide():
    guide = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
    for name in NAMES:
        path = ROOT / "docs" / "pictures" / f"{name}.svg"
        assert path.stat().st_size < 40_000
        assert f"(pictures/{name}.svg)" in guide
    assert sum(path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()) < 1_000_000


def test_a_picture_has_the_same_bytes_each_time():
    weeks = [
        {"week": f"2024-{month:02}-01", "sent_email": "5", "sent_newsletter": "0", "sent_phone": str(month),
         "sent_letter": "0", "baseline": "3", "personal_email": str(month % 3)}
        for month in range(1, 13)
    ]  # fmt: skip
    drawn = picture(weeks)
    assert drawn == picture(weeks)
    assert drawn.startswith("<svg")
    assert ">e-mail<" in drawn
    assert ">letters<" not in drawn  # nothing was sent by letter
