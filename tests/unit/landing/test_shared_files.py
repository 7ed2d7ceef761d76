"""One archive, or one workbook, whose members belong to several contracts."""

from pathlib import Path
from typing import Any

from dagster_project.landing import LandingReport, check
from dagster_project.workspace import Workspace
from tests.unit.landing.formats.written import write_workbook, write_zip
from tests.unit.landing.workspaces import contracts_of, land_inbox, make_workspace, registered

OPENS = """
    name: opens
    system: mail
    files: ["*.zip", "*.xlsx"]
    members: [MEMBERS]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {timezone: UTC}
    other_formats: [{type: xlsx}]
    feeds:
      engagements:
        constants: {kind: open}
        columns: {email: {from: [Email]}, occurred_at: {from: [Timestamp]}}
"""
CONTACTS = """
    name: contacts
    system: mail
    files: ["export*.*"]
    members: [MEMBERS]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {timezone: UTC}
    other_formats: [{type: xlsx}]
    feeds:
      contacts: {key: [email], columns: {email: {from: [Email Address]}}}
"""
ENTRIES = {
    "opens/spring.csv": "Email,Timestamp\nann@example.org,2025-01-01 10:00\nbob@example.org,2025-01-02 10:00\n",
    "audience.csv": "Email Address\nann@example.org\n",
    "notes.txt": "nothing",
}


def workspace_for(root: Path, opens: str, contacts: str) -> Workspace:
    workspace = make_workspace(root, OPENS.replace("MEMBERS", opens))
    other = "\n".join(line[4:] for line in CONTACTS.replace("MEMBERS", contacts).splitlines())
    (workspace.contracts_dir / "contacts.yml").write_text(other, encoding="utf-8")
    return workspace


def landed(workspace: Workspace) -> list[tuple[Any, ...]]:
    sql = "select contract, member, landed_rows from landing.deliveries order by contract, member"
    return registered(workspace).execute(sql).fetchall()


def packed(workspace: Workspace) -> LandingReport:
    write_zip(workspace.inbox / "export-2025-01-31.zip", ENTRIES)
    return land_inbox(workspace)


def test_each_contract_takes_its_members_of_one_archive(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path, '"opens/*.csv"', '"audience*", "!notes.txt"')
    report = packed(workspace)
    assert (report.unreadable, report.unknown) == ([], [])
    expected = [("contacts", "audience.csv", 1), ("opens", "opens/spring.csv", 2)]
    assert landed(workspace) == expected
    assert check(workspace, contracts_of(workspace)).is_fine
    again = land_inbox(workspace)
    assert (again.landed, len(again.sighted)) == ([], 2)
    assert landed(workspace) == expected


def test_a_member_that_none_takes_is_told_once(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path, '"opens/*.csv"', '"audience*"')
    [unknown] = packed(workspace).unknown
    assert unknown.file_name == "export-2025-01-31.zip, 'notes.txt'"
    warnings = [warning for file in check(workspace, contracts_of(workspace)).files for warning in file.warnings]
    assert len([warning for warning in warnings if "notes.txt" in warning]) == 1


def test_a_member_that_two_take_blocks_the_file_and_is_named(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path, '"opens/*.csv"', '"audience*", "opens/*"')
    report = packed(workspace)
    [problem] = report.unreadable
    assert (problem.kind, report.landed) == ("ambiguous", [])
    assert "Several of them take its members opens/spring.csv" in problem.message
    assert "Narrow `members`" in problem.message


def test_contracts_that_name_no_members_do_not_share(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path, '"opens/*.csv"', "")
    [problem] = packed(workspace).unreadable
    assert problem.kind == "ambiguous"
    assert "each may name its `members`" in problem.message


def test_sheets_of_a_workbook_are_shared_as_well(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path, '"Opens"', '"People"')
    sheets: dict[str, Any] = {
        "Opens": {1: ["Email", "Timestamp"], 2: ["ann@example.org", "2025-01-01 10:00"]},
        "People": {1: ["Email Address"], 2: ["ann@example.org"]},
    }
    write_workbook(workspace.inbox / "export-2025-01-31.xlsx", sheets)
    assert land_inbox(workspace).unreadable == []
    assert landed(workspace) == [("contacts", "People", 1), ("opens", "Opens", 1)]
