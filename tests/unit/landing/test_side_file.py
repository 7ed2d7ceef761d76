"""The side file: every cell as written, every record under its number, and the only place of plain personal values."""

from pathlib import Path

import duckdb

from dagster_project.landing import LandingEvent, land
from tests.unit.landing.test_land import HEADER, PRODUCTS, RECORDS
from tests.unit.landing.workspaces import contracts_of, deliver, land_inbox, make_workspace, registered


def test_personal_values_stand_only_in_the_side_file(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    events: list[LandingEvent] = []
    report = land(workspace, contracts_of(workspace), events.append)
    con = registered(workspace)
    said = str(report.warnings) + str(events) + str(report)
    for path in workspace.landing_dir.rglob("*"):
        if path.suffix == ".json":
            said += path.read_text(encoding="utf-8")
        if path.suffix == ".parquet" and path.name != "side.parquet":
            said += str(con.execute(f"from read_parquet('{path}')").fetchall())
    for value in ("Ann", "Example", "secret", "06 12", "0612345678", "612345678", "soon", "Perdu"):
        assert value not in said
    side = next(workspace.landing_dir.rglob("side.parquet"))
    columns = [row[0] for row in con.execute(f"describe from read_parquet('{side}')").fetchall()]
    assert columns == HEADER.split(";")


def test_the_side_file_holds_every_record_under_its_number(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER.replace("Agence", ""), *RECORDS)
    land_inbox(workspace)
    side = next(workspace.landing_dir.rglob("side.parquet"))
    rows = duckdb.execute(
        f"select file_row_number + 1, Nom, \"column 7\" from read_parquet('{side}', file_row_number = true)"
    ).fetchall()
    names = [record.split(";")[2] for record in RECORDS[:7]]
    towns = ["Lyon"] * 3 + ["Paris"] * 4
    # The last record has too few cells: its place is kept, so that the others keep their numbers.
    assert rows == [*((n, names[n - 1], towns[n - 1]) for n in range(1, 8)), (8, None, None)]


def test_no_side_file_where_nothing_stands_aside(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, PRODUCTS)
    deliver(workspace, "products.csv", "Code,Name", "P1,Chair")
    land_inbox(workspace)
    assert not list(workspace.landing_dir.rglob("side.parquet"))
