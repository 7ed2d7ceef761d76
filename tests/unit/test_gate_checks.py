"""What Dagster shows of each law: the counts that were compared, as a table, what differs first."""

from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project.assets.gate import build_gate_assets, counts_of_laws
from dagster_project.workspace import Workspace, init_workspace
from expectations.laws import load_laws

ROWS = """
    ('returns_counted', 'phone_log', '2025-03', 3, 4.0, 4.0, 0.0, null),
    ('returns_counted', 'web_form', '2025-04', 3, 1250.0, 1248.0, 2.0, '17, 23'),
    ('source_amounts', 'fct_orders', 'amount', 2, 1000000.25, 1000000.25, 0.0, null)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init_workspace(tmp_path / "crm")
    made.prepare()
    with duckdb.connect(str(made.marts_path)) as con:
        con.execute(
            f"create table law_results as from (values {ROWS}) "
            "as t (law, source, period, law_number, expected, found, difference, first_keys)"
        )
    return made


def test_the_counts_of_a_law_are_a_table_and_what_differs_comes_first(workspace: Workspace) -> None:
    counts = counts_of_laws(workspace)
    assert [record.data for record in counts["returns_counted"].records] == [
        {
            "source": "web_form",
            "period": "2025-04",
            "expected": "1,250",
            "found": "1,248",
            "difference": "2",
            "first keys": "17, 23",
        },
        {
            "source": "phone_log",
            "period": "2025-03",
            "expected": "4",
            "found": "4",
            "difference": "0",
            "first keys": "",
        },
    ]
    assert [record.data["expected"] for record in counts["source_amounts"].records] == ["1,000,000.25"]


def test_every_law_is_a_check_that_blocks_and_says_what_it_asks() -> None:
    specs = {spec.name: spec for spec in build_gate_assets([dg.AssetKey(["marts", "fct_returns"])]).check_specs}
    assert set(specs) == {f"law_{law.number}_{law.name}" for law in load_laws()}
    assert all(spec.blocking for spec in specs.values())
    assert specs["law_3_returns_counted"].description == next(
        law.sentence for law in load_laws() if law.name == "returns_counted"
    )
