"""The Dagster check of headers warns of changes that a contract does not know, with both headers."""

from pathlib import Path

import dagster as dg
import pytest

from dagster_project.assets.landing import build_landing_assets, judge_headers
from dagster_project.status import read_status, render
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import ORDERS, ROWS, deliver, land_inbox, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, ORDERS)


def test_an_unknown_column_is_a_warning_with_old_and_new_header(workspace: Workspace) -> None:
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    deliver(workspace, "orders-2025-02-28.csv", "Order,Date,Amount,Coupon", "3,2025-02-05,10.50,x")
    result = judge_headers(land_inbox(workspace).drifts)
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert result.description is not None
    assert "added: Coupon" in result.description
    shown = str(result.metadata["changed headers"])
    assert "Order, Date, Amount, Coupon" in shown
    assert "'old header': 'Order, Date, Amount'" in shown


def test_another_order_of_columns_passes(workspace: Workspace) -> None:
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    deliver(workspace, "orders-2025-02-28.csv", "Date,Order,Amount", "2025-02-05,3,10.50")
    assert judge_headers(land_inbox(workspace).drifts).passed


def test_a_change_is_over_with_the_next_delivery(workspace: Workspace) -> None:
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    for day in ("2025-02-28", "2025-03-31"):
        deliver(workspace, f"orders-{day}.csv", "Order,Date,Amount,Coupon", f"3,{day},10.50,x")
    assert judge_headers(land_inbox(workspace).drifts).passed


def test_the_check_stands_on_the_deliveries() -> None:
    keys = [dg.AssetKey(["landing", "deliveries"]), dg.AssetKey(["landing", "orders"])]
    (spec,) = build_landing_assets(keys).check_specs
    assert (spec.name, spec.asset_key, spec.blocking) == ("headers_are_as_before", keys[0], False)


def test_the_status_shows_both_headers_as_text_and_as_data(workspace: Workspace) -> None:
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    deliver(workspace, "orders-2025-02-28.csv", "Order,Date,Total", "3,2025-02-05,10.50")
    deliver(workspace, "orders-2025-03-31.csv", "Order,Date,Amount,Coupon", "3,2025-02-05,10.50,x")
    land_inbox(workspace)
    status = read_status(workspace)
    (drift,) = status.as_dict()["drifts"]
    assert (drift["old_header"], drift["new_header"]) == (
        ["Order", "Date", "Amount"],
        ["Order", "Date", "Amount", "Coupon"],
    )
    assert "before: Order, Date, Amount\n    now:    Order, Date, Amount, Coupon" in render(status)
