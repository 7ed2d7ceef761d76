"""A check lands the files of the inbox for trial, as a run would, and changes nothing."""

from pathlib import Path

from dagster_project.landing.checking import CheckReport, check
from dagster_project.landing.contract import Contract
from dagster_project.settings import Settings
from dagster_project.workspace import Workspace

CONTRACT = Contract.model_validate(
    {
        "name": "logs",
        "system": "brevo",
        "files": ["brevo/*log*.csv"],
        "exported_at": {"from_name": r"(\d{4}-\d{2}-\d{2})"},
        "max_rejected": {"share": 0.1, "rows": 1},
        "feeds": {
            "outflows": {
                "constants": {"channel": "email"},
                "columns": {"sent_at": {"from": ["Sent at"]}, "email": {"from": ["Email"]}},
            }
        },
    }
)


def checked(folder: Path, files: dict[str, str], **settings: str) -> CheckReport:
    for name, text in files.items():
        path = folder / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return check(Workspace(folder, Settings.model_validate(settings)), {"logs": CONTRACT})


def test_a_fine_file_says_how_many_records_could_land(tmp_path: Path) -> None:
    report = checked(
        tmp_path, {"brevo/log_2025-01-01.csv": "Sent at,Email,Note\n2025-01-01,ann@example.org,c\n\nd,e\n"}
    )
    (file,) = report.files
    assert (file.records, file.readable, file.rejected, file.blank) == (3, 1, 1, 1)
    assert (file.reasons, file.unused_columns) == ({"has 2 cells, the header has 3": 1}, ["Note"])
    assert report.is_fine
    assert "3 records: 1 readable, 1 rejected, 1 footer and blank" in report.render()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]


def test_a_missing_column_is_a_problem_with_the_nearest_header(tmp_path: Path) -> None:
    report = checked(tmp_path, {"brevo/log_2025-01-01.csv": "Sent_at,Email\n"})
    assert report.files[0].problems == [
        "outflows.sent_at needs a column 'Sent at', and the header has none. The nearest it has: Sent_at."
    ]
    assert not report.is_fine


def test_a_header_in_one_piece_points_at_the_delimiter(tmp_path: Path) -> None:
    report = checked(tmp_path, {"brevo/log_2025-01-01.csv": "Sent at;Email\n1;2\n"})
    assert "is ',' the file's delimiter?" in report.files[0].problems[-1]


def test_more_rejected_records_than_the_contract_accepts_are_a_problem(tmp_path: Path) -> None:
    report = checked(tmp_path, {"brevo/log_2025-01-01.csv": "Sent at,Email\n1\n2\n2025-01-01,\n"})
    (problem,) = report.files[0].problems
    assert problem.startswith("feed outflows: 2 of 3 records cannot be read; the contract accepts 1.")


def test_values_that_cannot_be_read_are_shown_by_their_shape(tmp_path: Path) -> None:
    text = "Sent at,Email\n2025-01-01 10:00,ann@example.org\n31/12/2025,bob@example.org\n"
    report = checked(tmp_path, {"brevo/log_2025-01-01.csv": text})
    (trial,) = report.files[0].trials
    assert (trial.landed, trial.rejected) == (1, 1)
    assert trial.rejects == ["record 2: Sent at is no date in the declared formats (it looks like 99/99/9999)"]
    assert trial.lands == ["record 1: email_domain=example.org, channel=email, sent_at=2025-01-01 10:00"]
    shown = report.render()
    assert "outflows: 1 to land, 1 rejected" in shown
    assert "ann@" not in shown
    assert report.is_fine  # one of two is as many as the contract accepts


def test_words_that_block_and_words_that_only_land_as_unmapped_are_told(tmp_path: Path) -> None:
    feed = {
        "when": {"from": ["Way"], "values": {"out": "out"}, "in": ["out"]},
        "constants": {"channel": "email"},
        "columns": {"sent_at": {"from": ["At"]}, "purpose": {"from": ["For"], "values": {"news": "marketing"}}},
    }
    contract = Contract.model_validate(
        {"name": "sends", "system": "x", "files": ["*.csv"], "feeds": {"outflows": feed}}
    )
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_text("At,Way,For\n2025-01-01,out,fun\n2025-01-01,sideways,news\n")
    (file,) = check(Workspace(tmp_path, Settings()), {"sends": contract}).files
    assert file.trials[0].unmapped == {"purpose": 1}
    assert "feed outflows: 1 words of Way mean nothing" in file.problems[0]


def test_an_unreadable_file_does_not_hide_the_others(tmp_path: Path) -> None:
    report = checked(
        tmp_path, {"brevo/log_2025-01-01.csv": "", "brevo/log_2025-01-02.csv": "Sent at,Email\n2025-01-01,2\n"}
    )
    assert [bool(file.problems) for file in report.files] == [True, False]
    assert report.as_dict()["files"][1]["readable"] == 1


def test_an_unknown_file_warns_or_fails_as_the_settings_say(tmp_path: Path) -> None:
    files = {"brevo/lgo.csv": "x\n"}
    assert checked(tmp_path, files).is_fine
    report = checked(tmp_path, files, unknown_files="fail")
    assert not report.is_fine
    assert "brevo/lgo.csv: no contract names this file. The nearest by its name: logs" in report.render()


def test_a_name_without_a_date_is_a_warning(tmp_path: Path) -> None:
    report = checked(tmp_path, {"brevo/log.csv": "Sent at,Email\n"})
    assert "modification time" in report.files[0].warnings[0]
    assert report.is_fine


def test_an_empty_inbox_says_so(tmp_path: Path) -> None:
    assert "The inbox is empty" in checked(tmp_path, {}).render()
