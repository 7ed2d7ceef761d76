"""Reports that stand on end: a name and its value on each line."""

from pathlib import Path

import pytest

from dagster_project.workspace import Workspace
from tests.unit.landing.formats import calls
from tests.unit.landing.workspaces import land_inbox, make_workspace, registered

REPORT = """
    name: reports
    system: mail
    files: ["*"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {vertical: true}
    other_formats: [{delimiter: ";"}, {delimiter: ";", encoding: cp1252}]
    feeds:
      campaigns:
        key: [campaign_id]
        columns: {campaign_id: {from: [Título, Title]}, recipients: {from: [Recipients], optional: true}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, REPORT)


def landed(workspace: Workspace, content: bytes) -> list[tuple[object, ...]]:
    (workspace.inbox / "report-2025-01-31.csv").write_bytes(content)
    assert land_inbox(workspace).unreadable == []
    return registered(workspace).execute("select campaign_id, recipients from landing.campaigns").fetchall()


@pytest.mark.parametrize(
    "content",
    [
        b"Title:,Spring\nRecipients:,12\n",
        b'\xef\xbb\xbf"Title:","Spring"\r\n\r\nStats\r\n"Recipients","12"\r\n"URL","a","b"\r\n',
        "Título;Spring\nRecipients;12\nTítulo;Autumn\n".encode("cp1252"),
    ],
)
def test_names_and_values_make_one_record(workspace: Workspace, content: bytes) -> None:
    assert landed(workspace, content) == [("Spring", 12)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"just a line\n", "no line has a name and its value"),
        (b"x" * 5_000_000, "is longer than a report"),
        (b"\n".join(b"n%d,1" % number for number in range(5000)), "more than 4096 names"),
        (b"Recipients,12\n", "has no column for campaign_id"),
    ],
)
def test_what_is_no_report_is_refused(workspace: Workspace, content: bytes, message: str) -> None:
    (workspace.inbox / "report-2025-01-31.csv").write_bytes(content)
    assert message in calls.only_message(land_inbox(workspace))
