import json
from pathlib import Path

import pytest

from dagster_project.run_record import RunRecorder, new_run_id, read_records


def test_a_published_run_has_its_stages_and_seconds(tmp_path: Path) -> None:
    recorder = RunRecorder(tmp_path, "20260101T000000-aaaaaa", "amorce run")
    with recorder.stage("landing"):
        pass
    recorder.close(is_published=True)
    (record,) = read_records(tmp_path, is_busy=False)
    assert (record.outcome, record.stage, list(record.seconds)) == ("published", "landing", ["landing"])


def test_seconds_within_a_stage_that_are_another_ones_count_as_that_ones(tmp_path: Path) -> None:
    recorder = RunRecorder(tmp_path, "20260101T000000-aaaaaa", "amorce run")
    with recorder.stage("laws") as of_others:
        of_others["copy"] = 3.5
    recorder.close(is_published=True)
    (record,) = read_records(tmp_path, is_busy=False)
    assert record.seconds == {"laws": pytest.approx(-3.5, abs=0.1), "copy": 3.5}


def test_a_failed_run_keeps_the_stage_and_the_message(tmp_path: Path) -> None:
    recorder = RunRecorder(tmp_path, "20260101T000000-aaaaaa", "amorce run")
    with pytest.raises(ValueError, match="law 3"), recorder.stage("laws"):
        raise ValueError("law 3 is broken")
    recorder.close(is_published=False)
    (record,) = read_records(tmp_path, is_busy=False)
    assert (record.outcome, record.stage, record.error) == ("failed", "laws", "law 3 is broken")


def test_a_run_that_built_only_a_part_of_the_graph_is_incomplete(tmp_path: Path) -> None:
    RunRecorder(tmp_path, "20260101T000000-aaaaaa", "Dagster").close(is_published=False)
    assert read_records(tmp_path, is_busy=False)[0].outcome == "incomplete"


def test_a_run_that_nobody_runs_any_more_was_killed(tmp_path: Path) -> None:
    RunRecorder(tmp_path, "20260101T000000-aaaaaa", "amorce run")
    assert read_records(tmp_path, is_busy=True)[0].outcome == "running"
    killed = read_records(tmp_path, is_busy=False)[0]
    assert (killed.outcome, killed.error) == ("failed", "the process was killed")


def test_runs_are_listed_newest_first_and_old_ones_forgotten(tmp_path: Path) -> None:
    for minute in range(55):
        RunRecorder(tmp_path, f"20260101T00{minute:02}00-aaaaaa", "amorce run").close(is_published=True)
    assert [record.run_id[11:13] for record in read_records(tmp_path, is_busy=False, limit=2)] == ["54", "53"]
    assert len(list((tmp_path / "runs").glob("*.json"))) == 50


def test_a_record_is_plain_json(tmp_path: Path) -> None:
    RunRecorder(tmp_path, "20260101T000000-aaaaaa", "amorce run").close(is_published=True)
    content = json.loads((tmp_path / "runs" / "20260101T000000-aaaaaa.json").read_text())
    assert content["command"] == "amorce run"


def test_two_runs_of_the_same_second_have_two_names() -> None:
    assert new_run_id("a") != new_run_id("b")
