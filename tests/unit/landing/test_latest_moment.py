"""Without `--as-of` a run takes for now what the deliveries tell, and not the day on which a file was copied."""

import os
from pathlib import Path

from dagster_project.landing import withdraw
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import ORDERS, ROWS, deliver, land_inbox, make_workspace, registered

IN_2026 = 1_780_000_000  # 28 May 2026
ACCOUNTS = """
    name: accounts
    system: crm
    files: ["*.csv"]
    feeds:
      accounts: {key: [account_id], columns: {account_id: {from: [Id]}}}
"""


def copied(workspace: Workspace, name: str, *lines: str) -> None:
    os.utime(deliver(workspace, name, *lines), (IN_2026, IN_2026))


def as_of(workspace: Workspace) -> str:
    land_inbox(workspace)
    (found,) = registered(workspace).execute("select cast(as_of as varchar) from landing.run").fetchone() or ("",)
    return str(found)


def test_old_data_copied_today_tells_no_further_than_its_latest_row(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    copied(workspace, "orders.csv", *ROWS)
    assert as_of(workspace) == "2025-01-06 00:00:00"


def test_a_date_in_a_name_counts_as_it_is(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    copied(workspace, "orders.csv", *ROWS)
    copied(workspace, "orders-2025-01-31.csv", "Order,Date,Amount", "3,2025-01-07,1")
    assert as_of(workspace) == "2025-01-31 00:00:00"


def test_rows_dated_after_the_file_was_written_count_up_to_then(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    copied(workspace, "orders.csv", *ROWS, "3,2091-01-01,1")
    assert as_of(workspace) == "2026-05-28 20:26:40"


def test_where_nothing_is_dated_the_modification_time_counts(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ACCOUNTS)
    copied(workspace, "accounts.csv", "Id", "1")
    assert as_of(workspace) == "2026-05-28 20:26:40"


def test_a_withdrawn_delivery_tells_nothing(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    copied(workspace, "orders.csv", *ROWS)
    copied(workspace, "orders-2025-01-31.csv", "Order,Date,Amount", "3,2025-01-07,1")
    land_inbox(workspace)
    sql = "select delivery_id from landing.deliveries where file_name = 'orders-2025-01-31.csv'"
    (delivery,) = registered(workspace).execute(sql).fetchone() or ("",)
    withdraw(workspace, delivery, "a test")
    assert as_of(workspace) == "2025-01-06 00:00:00"
