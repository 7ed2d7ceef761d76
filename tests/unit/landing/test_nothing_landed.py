"""A run that has nothing to build from is refused, and says what is missing."""

from pathlib import Path

import pytest

from dagster_project.errors import AmorceError
from dagster_project.landing import require_a_delivery, withdraw
from tests.unit.landing.workspaces import ORDERS, deliver, land_inbox, make_workspace, registered

ROWS = ("Order,Date,Amount", "1,2025-01-05,10")


def test_files_that_nothing_reads_are_named_up_to_five(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS.replace('["*.csv"]', '["orders*.csv"]'))
    deliver(workspace, "orders-2025-01-31.csv", "Something,Else", "1,2")
    for number in range(6):
        deliver(workspace, f"strange{number}.csv", "a,b", "1,2")
    with pytest.raises(AmorceError, match="No file of the inbox has landed") as refused:
        require_a_delivery(workspace, land_inbox(workspace))
    shown = refused.value.message.splitlines()
    assert "orders-2025-01-31.csv" in shown[1]
    assert "strange0.csv: no contract names this file" in shown[2]
    assert shown[-1].strip() == "and 2 more files"
    assert len(shown) == 7


def test_one_delivery_in_force_is_enough_and_one_withdrawn_is_none(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    path = deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    require_a_delivery(workspace, land_inbox(workspace))
    path.unlink()
    require_a_delivery(workspace, land_inbox(workspace))
    (delivery,) = registered(workspace).execute("select delivery_id from landing.deliveries").fetchone() or ("",)
    withdraw(workspace, delivery, "a test")
    with pytest.raises(AmorceError, match="is withdrawn"):
        require_a_delivery(workspace, land_inbox(workspace))
