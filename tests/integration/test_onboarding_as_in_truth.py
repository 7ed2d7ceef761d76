"""What onboarding costs and saves, as the simulated world knows it: what accounting says of it stands apart.

On the sample exports the costs; in worlds of their own whom it saved, without the rest of the exports.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from played import Played, fill_inbox
from played_models import compiled_models

from dagster_project.landing import load_workspace_contracts
from dagster_project.onboarding_roi_store import write_onboarding_roi
from dagster_project.simulation import simulate
from dagster_project.simulation.scales import SCALES

pytestmark = pytest.mark.slow
TRUTH = Path(__file__).resolve().parents[2] / "seeds" / "exports" / "truth" / "truth.json"
SCALE = replace(
    SCALES["demo"], contacts=6_000, systems=frozenset({"hubspot_people", "phone", "finance", "subscriptions"})
)
_READ = ("milestones-", "hubspot-contacts-", "hubspot-companies-", "depenses-")


@pytest.fixture
def truth() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
    return known


@pytest.fixture
def con(pristine_demo: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(pristine_demo / "published" / "marts.duckdb"), read_only=True)


def test_costs_of_onboarding_are_no_costs_of_winning_customers(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    spent = {channel: Decimal(amount) for channel, amount in truth["costs"].items()}
    onboarding = spent.pop("onboarding")

    # Customers were won in each quarter: the quarters hold all costs.
    found = con.execute("select sum(cost), sum(onboarding_cost) from acquisition_economics").fetchone()
    assert found == (sum(spent.values()), onboarding)


def test_an_onboarding_has_to_save_its_cost_over_what_winning_a_customer_costs(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    trough = truth["customers"]["trough"]
    winning = sum(float(amount) for channel, amount in truth["costs"].items() if channel != "onboarding")
    won = winning / trough["sign_ups"]
    rows = con.execute(
        "select onboarding_kind, customers, onboarding_cost, acquisition_cost, break_even_share from onboarding_roi"
        " where cohort = 'all' order by 1"
    ).fetchall()

    assert [kind for kind, *_ in rows] == ["cheap", "trained"]
    for kind, customers, cost, acquisition, break_even in rows:
        each = trough["onboarding_costs"][kind]["amount"] / trough["offered"][kind]
        assert customers == trough["offered"][kind]
        assert (float(cost), float(acquisition)) == pytest.approx((each, won), abs=1e-3)
        assert float(break_even) == pytest.approx(each / won, abs=1e-3)


def test_whom_it_saves_and_what_it_has_to_save_are_told_as_the_world_has_them(tmp_path: Path) -> None:
    simulate(tmp_path / "exports", SCALE, 5, scenario="onboarding-randomised")
    known = json.loads((tmp_path / "exports" / "truth" / "truth.json").read_text(encoding="utf-8"))
    for path in (tmp_path / "exports").glob("*/*.csv"):
        if not path.name.startswith(_READ):
            path.unlink()
    workspace = fill_inbox(tmp_path / "workspace", tmp_path / "exports")
    played = Played(workspace, load_workspace_contracts(workspace), compiled_models())
    played.land()
    played.build("int_signups__compared", "fct_costs", "acquisition_economics")
    found = write_onboarding_roi(played.con, 1.0)
    played.close()

    trough = known["customers"]["trough"]
    won = float(known["costs"]["phone"]) + float(known["costs"]["email"])
    for kind, (_, break_even) in found.items():
        each = trough["onboarding_costs"][kind]["amount"] / trough["offered"][kind]
        assert break_even == pytest.approx(each / (won / trough["sign_ups"]), rel=0.01)
    # One market; of many the oracle asks how often the limits hold.
    saved, share = trough["saved_by_onboarding"]["by_kind"]["trained"], found["trained"][0].share
    assert share is not None
    assert share.low <= saved["expected"] / saved["offered"] <= share.high
