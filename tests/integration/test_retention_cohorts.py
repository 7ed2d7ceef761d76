"""Two published cohorts of customers through one run of a workspace: the parameters come out that others found.

A period of the cohorts is a week here. Who was not lost in seven periods is seen for exactly seven weeks.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from amorce_process import run_amorce

pytestmark = pytest.mark.slow
FIXTURE = Path(__file__).parents[1] / "fixtures" / "sbg_cohorts.csv"
SIGNED_UP = date(2025, 1, 6)
KINDS = {"highend": "trained", "regular": "cheap"}


def _write_milestones(folder: Path) -> None:
    """Sign-up, onboarding (the cohort) and cancelling in the middle of the week of loss."""
    folder.mkdir(parents=True)
    # The marts are true as of the day of the export: seven whole weeks and no more are known.
    last_day = SIGNED_UP + timedelta(days=49)
    with (
        FIXTURE.open(encoding="utf-8", newline="") as cohorts,
        (folder / f"milestones-{last_day}.csv").open("w", encoding="utf-8") as file,
    ):
        file.write("Event ID,Customer Email,Event,Date,Onboarding\n")
        for number, row in enumerate(csv.DictReader(cohorts)):
            who = f"{number},customer{number}@private{number}.example"
            file.write(f"s{who},signed_up,{SIGNED_UP},\n")
            file.write(f"o{who},onboarded,{SIGNED_UP},{KINDS[row['cohort']]}\n")
            if int(row["recency"]) < 8:
                file.write(f"c{who},cancelled,{SIGNED_UP + timedelta(days=7 * int(row['recency']) - 4)},\n")


def test_the_published_parameters_are_fitted(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert run_amorce("init", workspace).returncode == 0
    _write_milestones(workspace / "inbox" / "subscriptions")
    done = run_amorce("run", "--workspace", workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(workspace / "published" / "marts.duckdb"), read_only=True) as marts:
        found = marts.execute(
            "select segment, parameter, cast(value as double), n from fitted_parameters "
            "where model = 'shifted_beta_geometric' and segment <> 'all' order by segment, parameter"
        ).fetchall()
    assert [(segment, parameter, n) for segment, parameter, _, n in found] == [
        (kind, parameter, 1000) for kind in ("cheap", "trained") for parameter in ("alpha", "beta")
    ]
    assert [value for _, _, value, _ in found] == pytest.approx([0.704, 1.182, 0.668, 3.806], abs=5e-4)
