"""The marts say of every return of the sample exports what the simulated world knows of it.

The truth beside the samples is worked out by the simulator from the files that it wrote, without SQL.
"""

from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow

TRUTH = Path(__file__).resolve().parents[2] / "seeds" / "exports" / "truth" / "returns.csv"
COLUMNS = "source, return_id, kind, returned_at, origin, is_referral, relation_at_return, revenue"
KNOWN = """
    select return_source as source, return_id, kind, cast(returned_at as timestamp) as returned_at,
        origin_on_recorded_ids as origin, cast(is_referral as boolean) as is_referral, relation_at_return,
        cast(revenue as decimal(18, 2)) as revenue
    from read_csv(?, all_varchar = true)
"""


@pytest.fixture
def con(pristine_demo: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach '{pristine_demo / 'published' / 'marts.duckdb'}' as marts (read_only)")
    connection.execute(f"create table known as {KNOWN}", [str(TRUTH)])
    return connection


def test_every_return_has_the_origin_the_relation_and_the_revenue_of_the_truth(con: duckdb.DuckDBPyConnection) -> None:
    counted = con.execute("select count(*) from marts.fct_returns").fetchone()
    assert counted == con.execute("select count(*) from known").fetchone()
    for first, second in (("known", "marts.fct_returns"), ("marts.fct_returns", "known")):
        differing = con.execute(f"select {COLUMNS} from {first} except all select {COLUMNS} from {second}").fetchall()
        assert differing == [], f"in {first} but not in {second}"


def test_revenue_agrees_to_the_cent(con: duckdb.DuckDBPyConnection) -> None:
    revenue = "select source, sum(revenue) from {} group by source order by source"
    known = con.execute(revenue.format("known")).fetchall()
    assert con.execute(revenue.format("marts.fct_returns")).fetchall() == known
    assert sum(amount or 0 for _, amount in known) > 100_000
