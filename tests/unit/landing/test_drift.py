"""A header that changes from one delivery to the next is told, and does what the contract's policy says."""

import json
from pathlib import Path

import pytest

from dagster_project.landing import LandingReport
from dagster_project.landing.drift import read_drifts
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import deliver, land_inbox, make_workspace, registered, write_contract

CONTRACT = """
    name: leads
    system: web
    files: ["*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    on_drift: keep
    max_rejected: {rows: 100}
    format: {timezone: UTC}
    feeds:
      returns:
        return_source: web_form
        columns:
          returned_at: {from: [Date, Day]}
          email: {from: [Email], optional: true}
          amount: {from: [Amount], optional: true}
"""
BEFORE = ("Date,Email,Amount,Note", "2025-01-01,ann@example.org,10,x", "2025-01-02,bob@example.org,20,x")
# What the second file looks like, and what is told of it.
CHANGES = {
    "added": (("Date,Email,Amount,Note,Score", "2025-02-01,ann@example.org,1,x,7", "2025-02-02,,2,x,"), "added: Score"),
    "dropped": (("Date,Email,Note", "2025-02-01,ann@example.org,x", "2025-02-02,,x"), "dropped: Amount"),
    "renamed": (
        ("Date,Email,Amounts,Note", "2025-02-01,ann@example.org,1,x", "2025-02-02,,,x"),
        "renamed: Amount → Amounts",
    ),
    "reordered": (("Email,Date,Note,Amount", "ann@example.org,2025-02-01,x,1", ",2025-02-02,x,2"), "reordered"),
    "retyped": (("Date,Email,Amount,Note", "2025-02-01,ann,1,x", "2025-02-02,bob,2,x"), "retyped: Email"),
    "duplicated": (
        ("Date,Email,Amount,Note,email", "2025-02-01,a@x.org,1,x,a@x.org", "2025-02-02,a@x.org,2,x,b@y.org"),
        "named twice: Email",
    ),
    "renamed as known": (
        ("Day,Email,Amount,Note", "2025-02-01,ann@example.org,1,x", "2025-02-02,,2,x"),
        "renamed: Date → Day",
    ),
}  # fmt: skip
# Rows of the second file that land, and whether it blocks the publication.
OUTCOMES = {
    "added": {"keep": (2, False), "reject_row": (1, False), "fail": (2, True)},
    "dropped": {"keep": (2, False), "reject_row": (2, True), "fail": (2, True)},
    # The column under its new name is one that the contract does not know.
    "renamed": {"keep": (2, False), "reject_row": (1, True), "fail": (2, True)},
    "reordered": {"keep": (2, False), "reject_row": (2, False), "fail": (2, False)},
    "retyped": {"keep": (2, False), "reject_row": (0, False), "fail": (2, True)},
    "duplicated": {"keep": (2, False), "reject_row": (1, False), "fail": (2, True)},
    "renamed as known": {"keep": (2, False), "reject_row": (2, False), "fail": (2, False)},
}


def delivered(folder: Path, policy: str, change: str) -> tuple[Workspace, LandingReport]:
    contract = CONTRACT.replace("on_drift: keep", f"on_drift: {policy}\n    other_columns: [Note]")
    workspace = make_workspace(folder, contract)
    deliver(workspace, "leads-2025-01-31.csv", *BEFORE)
    deliver(workspace, "leads-2025-02-28.csv", *CHANGES[change][0])
    return workspace, land_inbox(workspace)


@pytest.mark.parametrize("policy", ["keep", "reject_row", "fail"])
@pytest.mark.parametrize("change", list(CHANGES))
def test_each_change_does_what_the_policy_says(tmp_path: Path, change: str, policy: str) -> None:
    workspace, report = delivered(tmp_path, policy, change)
    landed, is_blocked = OUTCOMES[change][policy]
    con = registered(workspace)
    rows = con.execute("select count(*) from landing.returns where returned_at >= '2025-02-01'").fetchone()
    problems = con.execute("select kind, file_name from landing.problems").fetchall()
    assert rows == (landed,)
    assert problems == [("drift", "leads-2025-02-28.csv")] * is_blocked
    (drift,) = report.drifts
    assert CHANGES[change][1] in drift.kinds()
    assert (drift.old_header, drift.new_header) == (BEFORE[0].split(","), CHANGES[change][0][0].split(","))
    assert drift.is_known == (change in ("reordered", "renamed as known"))


def test_a_problem_of_drift_shows_both_headers(tmp_path: Path) -> None:
    workspace, _ = delivered(tmp_path, "fail", "added")
    (message,) = registered(workspace).execute("select message from landing.problems").fetchone() or ("",)
    assert "'Score' is not known to the contract" in message
    assert "Before: Date, Email, Amount, Note. Now: Date, Email, Amount, Note, Score." in message


def test_a_column_that_the_contract_now_names_is_no_drift_that_blocks(tmp_path: Path) -> None:
    workspace, _ = delivered(tmp_path, "fail", "added")
    contract = CONTRACT.replace("on_drift: keep", "on_drift: fail\n    other_columns: [Note, Score]")
    write_contract(workspace, contract)
    assert land_inbox(workspace).landed == []  # nothing that decides rows has changed
    assert registered(workspace).execute("select count(*) from landing.problems").fetchone() == (0,)


def test_the_first_of_two_columns_of_one_name_wins_and_a_difference_warns(tmp_path: Path) -> None:
    workspace, report = delivered(tmp_path, "keep", "duplicated")
    assert any("in 1 records Email and another of its names disagree" in warning for warning in report.warnings)
    sql = "select email_domain from landing.returns where returned_at = '2025-02-02'"
    assert registered(workspace).execute(sql).fetchall() == [("x.org",)]


def test_amounts_that_became_words_are_retyped_although_their_records_are_rejected(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CONTRACT)
    deliver(workspace, "leads-2025-01-31.csv", *BEFORE)
    deliver(workspace, "leads-2025-02-28.csv", "Date,Email,Amount,Note", "2025-02-01,,ten,x", "2025-02-02,,twenty,x")
    (drift,) = land_inbox(workspace).drifts
    assert drift.kinds() == ["retyped: Amount"]


def test_a_delivery_is_compared_with_the_one_before_it_by_date_whatever_came_first(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CONTRACT)
    deliver(workspace, "leads-2025-03-31.csv", "Date,Email,Amount,Note,Score", "2025-03-01,,3,x,1")
    assert land_inbox(workspace).drifts == []
    deliver(workspace, "leads-2025-01-31.csv", *BEFORE)
    (drift,) = land_inbox(workspace).drifts
    assert (drift.previous_file_name, drift.file_name) == ("leads-2025-01-31.csv", "leads-2025-03-31.csv")
    deliver(workspace, "leads-2025-04-30.csv", "Date,Email,Amount,Note,Score", "2025-04-01,,3,x,1")
    (drift,) = land_inbox(workspace).drifts
    assert not drift.is_latest


def test_a_comment_lands_nothing_again_and_a_meaning_does(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CONTRACT)
    deliver(workspace, "leads-2025-01-31.csv", *BEFORE)
    land_inbox(workspace)
    write_contract(workspace, f"{CONTRACT}    # nothing new\n    # label: no label\n")
    assert land_inbox(workspace).landed == []
    write_contract(workspace, CONTRACT.replace("timezone: UTC", "timezone: Europe/Paris"))
    assert land_inbox(workspace).landed == ["leads-2025-01-31.csv"]


def test_drift_is_kept_for_the_status(tmp_path: Path) -> None:
    workspace, _ = delivered(tmp_path, "keep", "dropped")
    (kept,) = read_drifts(workspace.landing_dir)
    assert kept["kinds"] == ["dropped: Amount"]
    assert json.dumps(kept)
