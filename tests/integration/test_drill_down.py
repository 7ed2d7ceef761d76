"""The rows found behind every cell of the sample's ledger are as many as the cell says."""

from pathlib import Path

import duckdb

from dagster_project.drill_down import read_cell
from dagster_project.workspace import Workspace


def test_the_rows_behind_every_cell_are_as_many_as_the_cell_says(pristine_demo: Path) -> None:
    workspace = Workspace.load(pristine_demo)
    with duckdb.connect(str(workspace.published_marts_path), read_only=True) as con:
        lines = con.execute("select source, strftime(month, '%Y-%m') from return_ledger order by all").fetchall()
    assert len(lines) > 150
    cells = [read_cell(workspace, source, month or "none") for source, month in lines]
    differing = [
        (cell.source, cell.month, part.name, part.ledger, part.found)
        for cell in cells
        for part in cell.parts
        if part.ledger != part.found
    ]
    assert differing == []
    filled = {part.name for cell in cells for part in cell.parts if part.found}
    assert filled >= {
        "delivered",
        "rejected",
        "not_selected",
        "superseded",
        "duplicates",
        "gathered",
        "refunds",
        "counted",
    }
