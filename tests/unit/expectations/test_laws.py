"""Each law is broken on purpose; the law that should see it must name source, period and difference."""

from collections.abc import Callable
from decimal import Decimal

import duckdb
import pytest

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace
from expectations.laws import fill_law_results, load_laws
from tests.unit.expectations.conftest import differences, open_both
from tests.unit.expectations.law_injuries import INJURIES

# what happened, the SQL that does it, and (law, source, period, difference) that must be found


def test_a_balanced_warehouse_keeps_every_law(laws_connection: duckdb.DuckDBPyConnection) -> None:
    fill_law_results(laws_connection)
    assert differences(laws_connection) == set()


def test_every_law_leaves_rows_even_where_nothing_was_delivered(
    injure: Callable[[str], None], workspace: Workspace
) -> None:
    with open_both(workspace) as con:
        tables = con.execute(
            "select database_name || '.' || schema_name || '.' || table_name from duckdb_tables() "
            "where table_name <> 'run' and database_name <> 'temp'"
        ).fetchall()
    injure("".join(f"delete from {table};" for (table,) in tables))
    injure("create or replace view landing.returns as select * from landing.outflows")
    with open_both(workspace) as con:
        fill_law_results(con)
        checked = {law for (law,) in con.execute("select distinct law from marts.law_results").fetchall()}
        assert differences(con) == set()
    assert checked == {law.name for law in load_laws() if not law.by_publication}


@pytest.mark.parametrize(("sql", "found"), [row[1:] for row in INJURIES], ids=[row[0] for row in INJURIES])
def test_an_injury_breaks_its_law(
    injure: Callable[[str], None], workspace: Workspace, sql: str, found: tuple[str, str, str, int]
) -> None:
    injure(sql)
    with open_both(workspace) as con:
        fill_law_results(con)
        assert (*found[:3], Decimal(found[3])) in differences(con)


def test_a_key_dropped_while_another_is_doubled_shows_although_the_counts_agree(
    injure: Callable[[str], None], workspace: Workspace
) -> None:
    injure("update marts.fct_outflows set outflow_key = '22' where outflow_key = '21'")
    with open_both(workspace) as con:
        fill_law_results(con)
        broken = {row[0:2] for row in differences(con)}
    assert broken == {("source_keys", "outflows")}


def test_the_first_keys_of_a_loss_are_named(injure: Callable[[str], None], workspace: Workspace) -> None:
    injure("delete from marts.fct_returns where return_key in ('1', '3')")
    with open_both(workspace) as con:
        fill_law_results(con)
        keys = con.execute(
            "select first_keys from marts.law_results "
            "where law = 'returns_counted' and source = 'phone_log' and period = '2025-03'"
        ).fetchall()
    assert keys == [("1, 3",)]


def test_a_month_without_returns_still_has_its_row(injure: Callable[[str], None], workspace: Workspace) -> None:
    injure("update landing.return_sources set declared_from = date '2025-02-01' where return_source = 'shop'")
    with open_both(workspace) as con:
        fill_law_results(con)
        months = con.execute(
            "select period, cast(expected as integer) from marts.law_results "
            "where law = 'returns_counted' and source = 'shop' order by period"
        ).fetchall()
    assert months == [("2025-02", 0), ("2025-03", 1), ("2025-04", 1)]


def test_an_unknown_file_breaks_the_law_only_where_the_setting_says_so(
    injure: Callable[[str], None], workspace: Workspace
) -> None:
    injure("insert into landing.problems values ('notes.txt', 'unknown', 'no contract claims it')")
    with open_both(workspace) as con:
        fill_law_results(con, unknown_files="warn")
        assert differences(con) == set()
        fill_law_results(con, unknown_files="fail")
        assert differences(con) == {("returns_readable", "notes.txt", "unknown", Decimal(-1))}


def test_a_law_that_cannot_be_checked_is_a_failed_gate_that_names_the_law(
    injure: Callable[[str], None], workspace: Workspace
) -> None:
    injure("alter table marts.return_ledger drop column counted")
    with (
        open_both(workspace) as con,
        pytest.raises(AmorceError, match=r"Law 3 \(returns_ledger\) could not be checked"),
    ):
        fill_law_results(con)


def test_a_lost_landing_file_is_a_failed_gate(injure: Callable[[str], None], workspace: Workspace) -> None:
    lost = workspace.landing_dir / "returns.parquet"
    injure(f"create or replace view landing.returns as select * from read_parquet('{lost}')")
    lost.unlink()
    with open_both(workspace) as con, pytest.raises(AmorceError, match="cannot count what landed"):
        fill_law_results(con)


def test_law_results_and_its_columns_carry_comments(laws_connection: duckdb.DuckDBPyConnection) -> None:
    fill_law_results(laws_connection)
    comments = laws_connection.execute(
        "select count(*), count(comment) from duckdb_columns() "
        "where database_name = 'marts' and table_name = 'law_results'"
    ).fetchall()
    assert comments == [(8, 8)]
