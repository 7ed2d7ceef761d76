"""Real orders of 2,357 customers, landed and built: the parameters come out that others published.

Fader, Hardie and Lee fitted the first 39 weeks: orders until 30 September 1997.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from played import HASH_KEY, Played, play

from dagster_project.buying_store import write_buying
from dagster_project.landing import load_workspace_contracts
from dagster_project.priming_store import write_priming
from dagster_project.workspace import init_workspace

pytestmark = pytest.mark.slow
FIXTURE = Path(__file__).parents[1] / "fixtures" / "cdnow_transactions.csv"
LAST_DAY = "19970930"
CONTRACT = """
    name: music
    system: shop
    files: ["orders-*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {timezone: Europe/Paris, dates: ["%Y%m%d"]}
    feeds:
      orders:
        return_source: shop
        constants: {kind: order, currency: EUR}
        columns: {order_id: {from: [Number]}, customer_id: {from: [Customer]}, ordered_at: {from: [Day]},
          amount: {from: [Spent]}}
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    workspace = init_workspace(tmp_path_factory.mktemp("cdnow"), HASH_KEY)
    (workspace.contracts_dir / "music.yml").write_text(dedent(CONTRACT), encoding="utf-8")
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] <= LAST_DAY]
    lines = [f"{number},{row['id']},{row['date']},{row['spent']}" for number, row in enumerate(rows)]
    text = "\n".join(["Number,Customer,Day,Spent", *lines]) + "\n"
    (workspace.inbox / "orders-1997-09-30.csv").write_text(text, encoding="utf-8")
    played = play(workspace, load_workspace_contracts(workspace))
    played.close()
    write_priming(workspace)
    write_buying(played.con)
    yield played
    played.close()


def test_the_published_parameters_are_fitted(played: Played) -> None:
    found = {
        (model, parameter): (float(value), n)
        for model, parameter, value, n in played.query(
            "select model, parameter, value, n from marts.fitted_parameters where model in ('bg_nbd', 'gamma_gamma')"
        )
    }
    published = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert {name: found["bg_nbd", name][0] for name in published} == pytest.approx(published, abs=6e-4)
    assert {n for (model, _), (_, n) in found.items() if model == "bg_nbd"} == {2357}
    spending = {"p": 6.25, "q": 3.74, "v": 15.44}
    assert {name: found["gamma_gamma", name][0] for name in spending} == pytest.approx(spending, abs=6e-3)
    assert {n for (model, _), (_, n) in found.items() if model == "gamma_gamma"} == {946}


def test_each_customer_has_an_expectation_that_follows_from_them(played: Played) -> None:
    # Whoever never bought again is active for certain in this model; who bought often and stopped hardly is.
    rows = played.query(
        "select repeat_purchases, recency_days, age_days, probability_active, expected_purchases, expected_revenue "
        "from marts.contact_segments where age_days is not null"
    )
    assert len(rows) == 2357
    assert {float(row[3]) for row in rows if row[0] == 0} == {1.0}
    assert all(0 <= row[3] <= 1 and row[4] >= 0 and row[5] >= 0 for row in rows)
    # One who bought twice again by day 213 of 272: 0.726 by the formula of the paper with its published parameters.
    x, recency, age = 2, 213 / 7, 272 / 7
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    active = 1 / (1 + a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x))
    likely = [float(row[3]) for row in rows if row[:3] == (2, 213, 272)]
    assert likely == pytest.approx([active] * len(likely), abs=2e-3)
    # In the next 39 weeks they bought on 1,882 days; a year is a third more, and each week brings fewer than the last.
    assert sum(float(row[4]) for row in rows) == pytest.approx(1_882 * 52 / 39, rel=0.2)
