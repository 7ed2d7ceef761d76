"""A file that a spreadsheet saved again is read as it is written now, under the same contract."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.landing.checking import check
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import contracts_of, land_inbox, make_workspace, registered

COSTS = """
    name: costs
    system: finance
    files: ["*.csv"]
    exported_at: {from_name: "([0-9]{4}-[0-9]{2}-[0-9]{2})"}
    format: {timezone: UTC, dates: ["%Y-%m-%d"], thousands: ","}
    other_formats:
      - {delimiter: ";", decimal: ",", thousands: " ", dates: ["%d/%m/%Y"]}
      - {delimiter: ";", decimal: ",", thousands: " ", dates: ["%d/%m/%Y"], encoding: cp1252}
    feeds:
      costs:
        columns:
          spent_at: {from: [Date]}
          channel: {from: [Channel]}
          amount: {from: [Amount]}
"""


def workspace_with(root: Path, content: bytes) -> Workspace:
    workspace = make_workspace(root, COSTS)
    (workspace.inbox / "costs-2024-04-01.csv").write_bytes(content)
    return workspace


def landed(workspace: Workspace) -> list[tuple[Any, ...]]:
    report = land_inbox(workspace)
    assert (report.unreadable, report.warnings) == ([], [])
    rows = registered(workspace).execute("select spent_at, channel, amount from landing.costs order by _row_number")
    return rows.fetchall()


@pytest.mark.parametrize(
    "content",
    [
        '\ufeffDate,Channel,Amount\n2024-03-31,Affiché,"1,234.50"\n'.encode(),
        "Date;Channel;Amount\r\n31/03/2024;Affiché;1 234,50\r\n".encode(),
        # The header says nothing of the encoding; the é does.
        "Date;Channel;Amount\r\n31/03/2024;Affiché;1 234,50\r\n".encode("cp1252"),
    ],
)
def test_the_same_record_lands_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    workspace = workspace_with(tmp_path, content)
    assert check(workspace, contracts_of(workspace)).is_fine
    assert landed(workspace) == [(datetime(2024, 3, 31), "Affiché", Decimal("1234.5"))]


def test_a_header_that_fits_no_format_is_told_of_the_first(tmp_path: Path) -> None:
    report = land_inbox(workspace_with(tmp_path, b"Day,Channel,Amount\n2024-03-31,x,1\n"))
    assert "has no column for spent_at: none of Date" in report.unreadable[0].message


def test_bytes_that_no_format_decodes_are_refused(tmp_path: Path) -> None:
    content = b"Date;Channel;Amount\n31/03/2024;\x81;1\n"  # cp1252 has no 0x81
    report = land_inbox(workspace_with(tmp_path, content))
    assert "cp1252" in report.unreadable[0].message
