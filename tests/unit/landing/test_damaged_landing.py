"""A landing that is lost or altered comes again from its original, or is an error; it is never read as it is."""

from pathlib import Path

import pytest

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import ORDERS, ROWS, deliver, land_inbox, landed_orders, make_workspace, registered


@pytest.mark.parametrize("damage", ["altered", "lost", "record"])
def test_a_damaged_landing_lands_again_from_its_original(tmp_path: Path, damage: str) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    expected = landed_orders(workspace)
    _damage(workspace, damage)
    assert land_inbox(workspace).landed == ["orders-2025-01-31.csv"]
    assert landed_orders(workspace) == expected


@pytest.mark.parametrize("damage", ["altered", "lost", "record"])
def test_a_damaged_landing_without_its_original_is_an_error(tmp_path: Path, damage: str) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    path = deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    path.unlink()
    _damage(workspace, damage)
    with pytest.raises(AmorceError, match="original file back"):
        land_inbox(workspace)


def _damage(workspace: Workspace, how: str) -> None:
    parquet = next(workspace.landing_dir.rglob("orders.parquet"))
    if how == "altered":
        content = bytearray(parquet.read_bytes())
        content[10] ^= 1
        parquet.write_bytes(content)
    elif how == "lost":
        parquet.unlink()
    else:
        (parquet.parent / "record.json").write_text("{", encoding="utf-8")


def test_registering_a_damaged_landing_is_an_error(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    _damage(workspace, "altered")
    with pytest.raises(AmorceError, match="lost or altered"):
        registered(workspace)
