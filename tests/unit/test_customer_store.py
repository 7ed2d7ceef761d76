"""What the stores of customers write from tables made by hand: the books' example, and nothing from nothing."""

from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import pytest
from scipy.stats import gamma

from dagster_project.buying_store import write_buying
from dagster_project.care_claims_store import read_care_evidence
from dagster_project.look_alikes_store import write_look_alikes
from dagster_project.onboarding_roi_store import write_onboarding_roi
from dagster_project.service_store import write_service
from dagster_project.statistics.care_claims import MEASURES, CareEvidence
from dagster_project.statistics.verdicts import Benchmark

_TABLES = """
attach ':memory:' as warehouse;
attach ':memory:' as marts;
create schema warehouse.intermediate;
use warehouse;
create table intermediate.int_signups__compared (
    month date, region varchar, offered_kind varchar, onboarding_kind varchar, customers bigint, followed bigint,
    kept bigint, referrals bigint
);
create table intermediate.int_market_cells__counted (
    industry varchar, company_size varchar, region varchar, earlier_approached bigint, earlier_bought bigint,
    later_approached bigint, later_bought bigint, buyers bigint, uncovered bigint
);
create table intermediate.int_service_strata__summed (
    group_number integer, company_size varchar, tenure varchar, tickets varchar, band varchar, customers bigint,
    stayed bigint
);
create table intermediate.int_contacts__purchased (
    contact_key bigint, repeat_days bigint, recency_days bigint, age_days bigint, mean_amount decimal(18, 2)
);
create table marts.fct_costs (
    channel varchar, campaign_name varchar, spent_on date, amount_reporting decimal(18, 2)
);
create table marts.dim_accounts (first_outflow_at timestamp);
create table marts.acquisition_economics (new_customers bigint, revenue_per_customer_12_months decimal(18, 2));
create table marts.coverage_waterfall (
    date_on date, segment_type varchar, part varchar, position integer, accounts bigint, potential decimal(18, 2)
);
create table marts.contact_segments (
    contact_key varchar, repeat_purchases bigint, recency_days bigint, age_days bigint, mean_amount decimal(18, 2),
    probability_active decimal(18, 6), expected_purchases decimal(18, 6), expected_revenue decimal(18, 2)
);
create table marts.field_changes (
    field_kind varchar, field varchar, contacts bigint, changed_share decimal(18, 9)
);
create table marts.fitted_parameters (
    model varchar, segment_type varchar, segment varchar, parameter varchar, value decimal(18, 6), low decimal(18, 6),
    high decimal(18, 6), n bigint
);
"""
_BENCHMARK = Benchmark("claim", "A statement.", "times", None, 1.0, None, "It is read so.")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(_TABLES)
    yield connection
    connection.close()


def sign_up(con: duckdb.DuckDBPyConnection, month: date, region: str, kind: str, kept: int) -> None:
    """Four hundred customers of whom so many were kept; all who were offered an onboarding took it."""
    con.execute(
        "insert into warehouse.intermediate.int_signups__compared values (?, ?, ?, ?, 400, 400, ?, 0)",
        [month, region, kind, kind, kept],
    )


def spend(con: duckdb.DuckDBPyConnection, channel: str, amount: float, campaign: str | None = None) -> None:
    con.execute("insert into marts.fct_costs values (?, ?, date '2025-01-31', ?)", [channel, campaign, amount])


@pytest.mark.parametrize(("to_win", "break_even", "one_in"), [(800, 0.0156, 64), (600, 0.0208, 48), (300, 0.0417, 24)])
def test_the_example_of_the_books(con: duckdb.DuckDBPyConnection, to_win: int, break_even: float, one_in: int) -> None:
    """Four customers an hour at 50 an hour are 12.50 each, to protect the 300 to 800 that winning one has cost."""
    sign_up(con, date(2025, 1, 1), "North", "trained", 90)
    spend(con, "rent", to_win / 3 * 2 * 400)
    spend(con, "ads", to_win / 3 * 400)
    spend(con, "onboarding", 100 * 50)
    write_onboarding_roi(con, 1.0)
    ((cost, won, share, verdict),) = con.execute(
        "select onboarding_cost, acquisition_cost, break_even_share, verdict from marts.onboarding_roi "
        "where cohort = 'all'"
    ).fetchall()
    assert (float(cost), float(won)) == (12.5, pytest.approx(to_win, abs=0.01))
    assert float(share) == pytest.approx(break_even, abs=5e-5)
    assert round(1 / float(share)) == pytest.approx(one_in, abs=0.5)
    assert verdict == "cannot_tell"  # nobody was without one


def test_an_onboarding_of_one_region_pays_where_it_saves_more_than_it_must(
    con: duckdb.DuckDBPyConnection,
) -> None:
    # Without it 240 of 400 are kept; in the region that trains from the second year on, 320.
    for year in (2023, 2024):
        for month in (1, 4, 7, 10):
            kind, kept = ("none", 240) if year == 2023 else ("trained", 320)
            sign_up(con, date(year, month, 1), "South", "none", 240)
            sign_up(con, date(year, month, 1), "North", kind, kept)
    spend(con, "ads", 6_400 * 300)
    con.execute("update marts.fct_costs set spent_on = date '2024-02-01'")
    con.execute("insert into marts.fct_costs values ('onboarding', 'Trained', date '2024-12-31', 20000)")
    write_onboarding_roi(con, 1.0)
    ((share, low, saved, needed, verdict),) = con.execute(
        "select saved_share, saved_share_low, saved, break_even_share, verdict from marts.onboarding_roi "
        "where cohort = 'all'"
    ).fetchall()
    assert (float(share), float(saved), verdict) == (pytest.approx(0.2), pytest.approx(320), "pays")
    assert float(needed) == pytest.approx(12.5 / 300, abs=1e-4)
    assert float(low) > float(needed)
    cohorts = con.execute("select cohort, customers from marts.onboarding_roi order by cohort").fetchall()
    assert cohorts == [(f"2024-Q{quarter}", 400) for quarter in (1, 2, 3, 4)] + [("all", 1600)]
    claim = MEASURES["onboarding_pays"](_with_all(con), _BENCHMARK)
    assert claim.verdict == "holds"
    assert claim.measured is not None
    assert claim.measured.value == pytest.approx(0.2 / (12.5 / 300), rel=1e-2)


def test_without_costs_or_offers_nothing_is_said_to_pay(con: duckdb.DuckDBPyConnection) -> None:
    sign_up(con, date(2025, 1, 1), "North", "none", 90)
    write_onboarding_roi(con, 1.0)
    assert con.execute("select count(*) from marts.onboarding_roi").fetchall() == [(0,)]
    sign_up(con, date(2025, 4, 1), "North", "trained", 90)
    write_onboarding_roi(con, 1.0)
    rows = con.execute("select break_even_share, verdict, reason from marts.onboarding_roi").fetchall()
    assert {(share, verdict) for share, verdict, _ in rows} == {(None, "cannot_tell")}


def test_nothing_known_makes_empty_tables_and_claims_that_cannot_be_told(con: duckdb.DuckDBPyConnection) -> None:
    evidence = _with_all(con)
    for table in ("lookalike_potential", "onboarding_roi", "service_loyalty", "fitted_parameters"):
        assert con.execute(f"select count(*) from marts.{table}").fetchall() == [(0,)]
    claims = [measure(evidence, _BENCHMARK) for measure in MEASURES.values()]
    assert [(claim.verdict, claim.measured) for claim in claims] == [("cannot_tell", None)] * 5
    assert all(claim.reason.endswith(".") for claim in claims)


def test_one_customer_and_one_market_without_approaches_divide_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into marts.contact_segments values ('1', 0, 0, 0, null, null, null, null)")
    con.execute("insert into warehouse.intermediate.int_contacts__purchased values (1, 0, 0, 0, null)")
    con.execute("insert into marts.coverage_waterfall values (date '2025-06-30', 'all', 'not_reached', 6, 3, null)")
    con.execute("insert into warehouse.intermediate.int_market_cells__counted values "
                "('Food', 'unknown', '(none)', 0, 0, 0, 0, 0, 3)")  # fmt: skip
    evidence = _with_all(con)
    assert con.execute("select probability_active from marts.contact_segments").fetchall() == [(None,)]
    assert con.execute("select distinct verdict, uncovered_lookalikes from marts.lookalike_potential").fetchall() == [
        ("cannot_tell", None)
    ]
    assert MEASURES["look_alikes_pay"](evidence, _BENCHMARK).verdict == "cannot_tell"


def test_customers_who_may_all_be_alike_have_parameters_without_an_upper_limit(con: duckdb.DuckDBPyConnection) -> None:
    # What each spends differs by chance alone: means of purchases that are exponential around 50.
    spread = (np.arange(120) + 0.5) / 120
    repeats = np.arange(120) % 4 + 1
    means = gamma.ppf(spread, 2 * repeats, scale=25 / repeats)
    con.executemany(
        "insert into warehouse.intermediate.int_contacts__purchased values (?, ?, ?, 700, ?)",
        [(key, int(x), 100 * int(x), float(mean)) for key, (x, mean) in enumerate(zip(repeats, means, strict=True))],
    )
    write_buying(con)
    told = con.execute(
        "select parameter, value > 0, low is null, high is null from marts.fitted_parameters "
        "where model = 'gamma_gamma' order by parameter"
    ).fetchall()
    assert told == [("p", True, False, False), ("q", True, False, True), ("v", True, False, True)]


def _with_all(con: duckdb.DuckDBPyConnection) -> CareEvidence:
    write_look_alikes(con, 1.0)
    write_onboarding_roi(con, 1.0)
    write_service(con)
    write_buying(con)
    return read_care_evidence(con)
