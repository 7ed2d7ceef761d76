"""What stays true over several runs, crashes, and two processes at once."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from dagster_project.errors import UsageError
from dagster_project.landing import clean, inbox_fingerprint, withdraw
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import (
    ORDERS,
    ROWS,
    contracts_of,
    deliver,
    land_inbox,
    landed_orders,
    make_workspace,
    registered,
    write_contract,
)


def _manifest(workspace: Workspace) -> str:
    return (workspace.landing_dir / "manifest.json").read_text(encoding="utf-8")


def test_a_second_landing_changes_nothing(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    first = land_inbox(workspace)
    manifest = _manifest(workspace)
    second = land_inbox(workspace)
    assert (first.landed, second.landed, second.sighted) == (["orders-2025-01-31.csv"], [], ["orders-2025-01-31.csv"])
    assert _manifest(workspace) == manifest


@pytest.mark.parametrize("copy_comes_first", [False, True])
def test_a_copy_is_known_by_the_first_of_both_names_whichever_came_first(
    tmp_path: Path, copy_comes_first: bool
) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    names = ["orders-2025-01-31.csv", "orders-2025-01-31 (1).csv"]
    for name in reversed(names) if copy_comes_first else names:
        deliver(workspace, name, *ROWS)
        land_inbox(workspace)
    con = registered(workspace)
    for table in ("sightings", "deliveries"):
        known = con.execute(f"select file_name from landing.{table}").fetchall()
        assert known == [("orders-2025-01-31 (1).csv",)]


def test_the_same_bytes_of_another_day_are_a_sighting_only(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    deliver(workspace, "orders-2025-02-28.csv", *ROWS)
    report = land_inbox(workspace)
    assert (len(report.landed), len(report.sighted)) == (1, 1)
    con = registered(workspace)
    dates = con.execute("select cast(exported_at as date)::varchar from landing.sightings order by 1").fetchall()
    assert dates == [("2025-01-31",), ("2025-02-28",)]
    assert con.execute("select count(*) from landing.orders").fetchone() == (2,)


def test_a_modification_time_is_fixed_at_first_sight(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS.replace('exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}', ""))
    path = deliver(workspace, "orders.csv", *ROWS)
    os.utime(path, (1_735_689_600, 1_735_689_600))  # 2025-01-01 00:00 UTC
    assert any("modification time" in warning for warning in land_inbox(workspace).warnings)
    os.utime(path, (1_767_225_600, 1_767_225_600))
    assert land_inbox(workspace).warnings == []
    rows = registered(workspace).execute("select cast(exported_at as varchar) from landing.sightings").fetchall()
    assert rows == [("2025-01-01 00:00:00",)]


def test_a_changed_meaning_replaces_the_active_landing_and_clean_removes_the_old(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    write_contract(workspace, ORDERS.replace("timezone: UTC", "timezone: Europe/Paris"))
    assert land_inbox(workspace).landed == ["orders-2025-01-31.csv"]
    con = registered(workspace)
    found = con.execute("select cast(min(ordered_at) as varchar), count(*) from landing.orders").fetchone()
    assert found == ("2025-01-04 23:00:00", 2)
    assert len(clean(workspace).folders) == 1
    assert len(list(workspace.landing_dir.glob("store/*/*/*"))) == 1


def test_an_old_landing_stays_active_when_its_original_is_gone(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    path = deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    path.unlink()
    write_contract(workspace, ORDERS.replace("timezone: UTC", "timezone: Europe/Paris"))
    report = land_inbox(workspace)
    assert any("original is gone" in warning for warning in report.warnings)
    assert len(landed_orders(workspace)) == 2


def test_a_withdrawn_delivery_leaves_the_rows_and_stays_in_the_counts(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    deliver(workspace, "orders-2025-02-28.csv", ROWS[0], "3,2025-02-05,30")
    land_inbox(workspace)
    rows = registered(workspace).execute("select delivery_id from landing.deliveries where landed_rows = 2").fetchall()
    with pytest.raises(UsageError, match="No delivery"):
        withdraw(workspace, "zzzz", "a typo")
    withdraw(workspace, rows[0][0][:8], "exported with the wrong filter")
    land_inbox(workspace)
    assert [row[0] for row in landed_orders(workspace)] == ["3"]
    con = registered(workspace)
    counted = con.execute("select landed_rows, is_withdrawn from landing.deliveries order by 1").fetchall()
    assert counted == [(1, False), (2, True)]
    assert con.execute("select cast(as_of as date)::varchar from landing.run").fetchone() == ("2025-02-28",)


def test_the_fingerprint_of_the_inbox_tells_a_new_file_from_a_touched_one(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    path = deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    before = inbox_fingerprint(workspace, contracts_of(workspace))
    path.touch()
    assert inbox_fingerprint(workspace, contracts_of(workspace)) == before
    deliver(workspace, "orders-2025-02-28.csv", *ROWS)
    assert inbox_fingerprint(workspace, contracts_of(workspace)) != before


def test_another_hash_key_lands_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    monkeypatch.setenv("AMORCE_HASH_KEY", "another key, long enough")
    assert land_inbox(workspace).landed == ["orders-2025-01-31.csv"]
    assert len(landed_orders(workspace)) == 2


def test_a_landing_killed_at_its_end_leaves_scratch_only_and_the_next_completes(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    script = textwrap.dedent(f"""
        import os
        from pathlib import Path
        from dagster_project.landing import file_landing, land
        from dagster_project.landing.contract import load_contracts
        from dagster_project.workspace import Workspace
        file_landing.move_into_place = lambda aside, folder: os._exit(9)
        workspace = Workspace.load(Path({str(workspace.root)!r}))
        land(workspace, load_contracts(workspace.contracts_dir))
    """)
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == 9
    assert not list(workspace.landing_dir.glob("store/*/*/*"))
    assert list((workspace.landing_dir / "tmp").iterdir())
    assert land_inbox(workspace).landed == ["orders-2025-01-31.csv"]
    assert len(clean(workspace).folders) == 2
    assert len(landed_orders(workspace)) == 2


def _land_in_process(root: str) -> int:
    return land_inbox(Workspace.load(Path(root))).rows


def test_two_processes_land_the_same_bytes_at_once(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    lines = [f"{number},2025-01-05,1" for number in range(2_000)]
    deliver(workspace, "orders-2025-01-31.csv", ROWS[0], *lines)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert len(pool.map(_land_in_process, [str(workspace.root)] * 2)) == 2
    assert len(landed_orders(workspace)) == 2_000
    assert len(json.loads(_manifest(workspace))["active"]) == 1


def test_a_file_that_changes_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    path = deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    stamps = iter([(1, 1, 1, 1), (2, 2, 2, 2)])
    monkeypatch.setattr("dagster_project.landing.file_landing.stamp_of", lambda path: next(stamps, (3, 3, 3, 3)))
    report = land_inbox(workspace)
    assert report.waiting == ["orders-2025-01-31.csv"]
    assert any("changed while it was read" in warning for warning in report.warnings)
    assert not list(workspace.landing_dir.glob("store/*/*/*"))
    monkeypatch.undo()
    assert path.exists() and land_inbox(workspace).landed == ["orders-2025-01-31.csv"]


def test_a_file_that_moves_to_another_contract_is_not_counted_twice(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    deliver(workspace, "orders-2025-01-31.csv", *ROWS)
    land_inbox(workspace)
    write_contract(workspace, ORDERS.replace("name: orders", "name: shop_exports"))
    report = land_inbox(workspace)
    assert any("retired" in warning for warning in report.warnings)
    assert len(landed_orders(workspace)) == 2


def test_an_empty_inbox_registers_every_entity_with_its_columns(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    shutil.rmtree(workspace.inbox)
    land_inbox(workspace)
    con = registered(workspace)
    assert con.execute("select count(*) from landing.contacts").fetchone() == (0,)
    kinds = dict(row[:2] for row in con.execute("describe landing.orders").fetchall())
    assert (kinds["amount"], kinds["order_id_key"], kinds["_row_number"]) == ("DECIMAL(18,6)", "BIGINT", "BIGINT")


def test_a_wrong_line_of_the_rates_is_named(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ORDERS)
    workspace.rates_path.write_text(
        "currency,rate_on,rate\nUSD,2025-01-31,0.96\nGBP,31/01/2025,1.2\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="line 3"):
        registered(workspace)
