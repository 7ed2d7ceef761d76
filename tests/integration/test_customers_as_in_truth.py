"""What the sample exports say of customers is what the simulated world knows of them.

The truth is worked out from the world, without files and SQL; these queries know only what was landed and staged.
"""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.slow

STAGES = ("appointment", "qualified", "presentation", "contract_sent")
TRUTH = Path(__file__).resolve().parents[2] / "seeds" / "exports" / "truth" / "truth.json"
LOCAL = "timezone('Europe/Paris', timezone('UTC', {}))"
CUSTOMERS = f"""
    create table customers as
    select
        contact_id,
        min(case when kind = 'signed_up' then reached_on end) as signed_up_on,
        max(case when kind = 'cancelled' then reached_on end) as cancelled_on,
        max(reached_on) as last_seen_on,
        coalesce(max(case when kind = 'onboarded' then onboarding_kind end), 'none') as onboarding_kind
    from (
        select *, cast({LOCAL.format("reached_at")} as date) as reached_on
        from warehouse.staging.stg_milestones where row_status = 'current'
    )
    group by contact_id
"""
# Active customers are seen every 42 days at least: who was not left on the day they were last seen, which is known of
# everybody 43 days before the end.
LOST_IN_WEEK = """
    select count(*), count(case when (lost_on - signed_up_on) // 7 = $week then 1 end)
    from (
        select *, coalesce(
            cancelled_on, case when date '2025-06-30' - last_seen_on > 42 then last_seen_on end
        ) as lost_on
        from customers
    )
    where onboarding_kind = $kind and signed_up_on + 7 * ($week + 1) <= date '2025-07-01' - 43
        and (lost_on is null or (lost_on - signed_up_on) // 7 >= $week)
"""
PARTS = """
    with day as (
        select timezone('UTC', timezone('Europe/Paris', cast($day as timestamp))) as now
    ),
    listed as (
        select cast(identifiers.account_key as varchar) as account_key,
            max(case when prospects.exported_at <= day.now then prospects.supplier end) as supplier
        from warehouse.staging.stg_prospects as prospects
        cross join day
        inner join warehouse.intermediate.int_account_identifiers__resolved as identifiers
            on prospects.account_domain_key = identifiers.identifier_key
        group by identifiers.account_key
    ),
    orders as (
        select account_key, max(ordered_at) as last_at from marts.fct_orders, day
        where kind = 'order' and ordered_at < day.now group by account_key
    ),
    outflows as (
        select account_key, max(sent_at) as last_at from marts.fct_outflows, day
        where purpose = 'marketing' and level <> 'audience' and sent_at < day.now group by account_key
    ),
    deals as (
        select account_key, max(created_at) as last_at,
            max(case when lost_to is not null and closed_at < day.now then closed_at end) as lost_at,
            max(case when status = 'open' or closed_at >= day.now then created_at end) as opened_at
        from marts.fct_deals, day where created_at < day.now group by account_key
    ),
    contacts as (
        select account_key, min(created_at) as created_at from marts.dim_contacts group by account_key
    )
    select case
        when orders.last_at >= day.now - interval 24 month then 'buyer'
        when deals.lost_at > coalesce(orders.last_at, timestamp '1900-01-01')
            and (deals.opened_at is null or deals.opened_at <= deals.lost_at) then 'lost_to_competitor'
        when listed.supplier is not null and orders.last_at is null and deals.opened_at is null
            then 'lost_to_competitor'
        when deals.opened_at is not null or outflows.last_at >= day.now - interval 12 month then 'in_progress'
        when coalesce(outflows.last_at, deals.last_at, orders.last_at) is not null then 'no_longer_covered'
        when contacts.created_at < day.now then 'known_not_approached'
        else 'not_reached'
    end as part, count(*)
    from listed
    cross join day
    left join orders using (account_key)
    left join outflows using (account_key)
    left join deals using (account_key)
    left join contacts using (account_key)
    group by part
"""


@pytest.fixture
def con(pristine_demo: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach '{pristine_demo / 'published' / 'marts.duckdb'}' as marts (read_only)")
    connection.execute(f"attach '{pristine_demo / '.amorce' / 'warehouse.duckdb'}' as warehouse (read_only)")
    return connection


@pytest.fixture
def truth() -> dict[str, Any]:
    customers: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))["customers"]
    return customers


def test_customers_are_lost_in_the_weeks_in_which_the_world_lost_them(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    con.execute(CUSTOMERS)
    for kind, hazard in truth["trough"]["hazard_by_week"].items():
        weeks = range(len(hazard["lost"]))
        found = [con.execute(LOST_IN_WEEK, {"kind": kind, "week": week}).fetchone() for week in weeks]
        assert found == list(zip(hazard["at_risk"], hazard["lost"], strict=True)), kind


def test_deals_came_to_the_stages_to_which_the_world_moved_them(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    query = "select stage, count(*) from warehouse.staging.stg_deal_stages where row_status = 'current' group by stage"
    kinds = truth["deals"]["stages"].values()
    entered = {stage: sum(stages[stage]["entered"] for stages in kinds) for stage in STAGES}
    assert dict(con.execute(query).fetchall()) == entered


def test_revenue_changes_from_quarter_to_quarter_as_in_the_world(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    quarter = f"date_trunc('quarter', cast({LOCAL.format('ordered_at')} as date))"
    rows = con.execute(
        f"select strftime({quarter}, '%Y-%m-%d') as quarter, sum(amount_reporting)"
        " from marts.fct_order_lines group by quarter order by quarter"
    ).fetchall()
    changes = {later: float(amount - before) for (_, before), (later, amount) in pairwise(rows)}
    assert changes == {quarter: parts["change"] for quarter, parts in truth["price_volume"].items()}


def test_companies_are_in_the_parts_of_the_market_in_which_the_world_has_them(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    for day, parts in truth["coverage"]["parts"].items():
        found = dict(con.execute(PARTS, {"day": day}).fetchall())
        companies = sum(part["companies"] for part in parts.values())
        assert sum(found.values()) == companies
        # A few orders and calls name nobody whose company can be found: at most 3 of 432 companies were in another
        # part, and one in a hundred may be.
        misplaced = sum(abs(found.get(name, 0) - part["companies"]) for name, part in parts.items()) / 2
        assert misplaced <= companies / 100, (day, found)
