"""From files that nobody described to marts, by their drafts alone: no law is broken, the sums are the files' own."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from played import HASH_KEY, Played, play

from dagster_project.cli import main
from dagster_project.workspace import init_workspace

PURCHASES = ["_id,id,date,items,spent"] + [
    f"{900 + number % 7},{number % 7},{date(1997, 1, 1) + timedelta(days=5 * number):%Y%m%d},2,{10 + number}.50"
    for number in range(60)
]
COHORTS = ["customer_id,recency,T,cohort"] + [
    f"{number},{min(1 + number % 10, 8)},8,{'regular' if number % 2 else 'highend'}" for number in range(40)
]
TOTALS = ['"DATE","revenue","tv_S","search_S","events"'] + [
    f'{date(1997, 1, 6) + timedelta(weeks=week)},{1000 + week},{week % 3 * 10.5},{week % 2 * 7},"na"'
    for week in range(40)
]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    root = tmp_path_factory.mktemp("drafts")
    workspace = init_workspace(root / "workspace", HASH_KEY)
    for name, lines in (("purchases", PURCHASES), ("cohorts", COHORTS), ("weekly", TOTALS)):
        (workspace.inbox / name).mkdir()
        path: Path = workspace.inbox / name / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n")
        assert main(["contract", "draft", str(path), "--workspace", str(workspace.root)]) == 0
    result = play(workspace)
    yield result
    result.close()


def test_no_law_is_broken(played: Played) -> None:
    assert played.failed_laws() == set()


def test_every_purchase_is_an_order_and_a_return(played: Played) -> None:
    sql = "select count(*), sum(amount_reporting), count(distinct contact_key) from marts.fct_orders"
    # 60 purchases of 10.50 to 69.50 by 7 customers; each week's revenue is an order of nobody.
    assert played.query(f"{sql} where contract = 'purchases'") == [(60, Decimal("2400.00"), 7)]
    assert played.query(f"{sql} where contract = 'weekly'") == [(40, Decimal("40780.00"), 0)]
    assert played.query("select source, count(*) from marts.fct_returns group by all") == [("purchases", 60)]


def test_weekly_spend_is_cost_and_outflow_by_channel(played: Played) -> None:
    costs = "select channel, count(*), sum(amount_reporting) from marts.fct_costs group by channel order by channel"
    # Television costs 10.50 in 13 weeks and 21.00 in 13 others, search 7.00 in every second one.
    assert played.query(costs) == [("search_ads", 20, Decimal("140.00")), ("tv", 26, Decimal("409.50"))]
    outflows = "select channel, level, count(*) from marts.fct_outflows group by all order by channel"
    assert played.query(outflows) == [("search_ads", "audience", 20), ("tv", "audience", 26)]


def test_the_retention_table_names_its_customers_and_their_milestones(played: Played) -> None:
    sql = "select entity, landed from marts.source_ledger where contract = 'cohorts' order by entity"
    # Everybody signs up and is seen for the last time; of every ten customers the first seven have cancelled by then.
    assert played.query(sql) == [("contacts", 40), ("milestones", 40 + 40)]


def test_old_files_are_old(played: Played) -> None:
    assert played.query("select as_of < timestamp '2021-01-01' from marts.run_info") == [(True,)]
