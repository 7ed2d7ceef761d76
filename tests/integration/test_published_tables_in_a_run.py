"""Two published cohorts of customers and nine published paths through one run of a workspace: it finds what others did.

A period of the cohorts is a week here. Who was not lost in seven periods is seen for exactly seven weeks. The paths are
those that `test_path_tables.py` plays: what a play writes of them, a run does.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from amorce_process import run_amorce
from small_world import EXPORTED_ON
from test_path_tables import MODELS_OF_DP6, world_of

pytestmark = pytest.mark.slow
FIXTURE = Path(__file__).parents[1] / "fixtures" / "sbg_cohorts.csv"
SIGNED_UP = date(2025, 1, 6)
LAST_DAY = SIGNED_UP + timedelta(days=49)
"""The marts are true as of the day of the export: seven whole weeks and no more are known."""
KINDS = {"highend": "trained", "regular": "cheap"}


def _write_milestones(folder: Path) -> None:
    """Sign-up, onboarding (the cohort) and cancelling in the middle of the week of loss."""
    folder.mkdir(parents=True)
    with (
        FIXTURE.open(encoding="utf-8", newline="") as cohorts,
        (folder / f"milestones-{LAST_DAY}.csv").open("w", encoding="utf-8") as file,
    ):
        file.write("Event ID,Customer Email,Event,Date,Onboarding\n")
        for number, row in enumerate(csv.DictReader(cohorts)):
            who = f"{number},customer{number}@private{number}.example"
            file.write(f"s{who},signed_up,{SIGNED_UP},\n")
            file.write(f"o{who},onboarded,{SIGNED_UP},{KINDS[row['cohort']]}\n")
            if int(row["recency"]) < 8:
                file.write(f"c{who},cancelled,{SIGNED_UP + timedelta(days=7 * int(row['recency']) - 4)},\n")


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    workspace = world_of("dp6").write(tmp_path_factory.mktemp("published_tables") / "workspace")
    for path in workspace.inbox.glob("*.csv"):
        path.rename(path.with_name(path.name.replace(EXPORTED_ON, f"{LAST_DAY}")))
    _write_milestones(workspace.inbox / "subscriptions")
    done = run_amorce("run", AMORCE_WORKSPACE=str(workspace.root))
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(workspace.published_marts_path), read_only=True) as connection:
        yield connection


def test_the_published_parameters_are_fitted(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        "select segment, parameter, cast(value as double), n from fitted_parameters "
        "where model = 'shifted_beta_geometric' and segment <> 'all' order by segment, parameter"
    ).fetchall()
    assert [(segment, parameter, n) for segment, parameter, _, n in found] == [
        (kind, parameter, 1000) for kind in ("cheap", "trained") for parameter in ("alpha", "beta")
    ]
    assert [value for _, _, value, _ in found] == pytest.approx([0.704, 1.182, 0.668, 3.806], abs=5e-4)


def test_the_published_credit_is_given(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select channel, round(conversions, 6) from attribution_channels"
        " where model = 'markov' and scope = 'person' order by channel"
    ).fetchall()
    assert [float(value) for _, value in rows] == list(MODELS_OF_DP6["markov"])
