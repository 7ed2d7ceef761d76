"""Each law is broken on purpose; the law that should see it must name source, period and difference."""

from collections.abc import Callable
from decimal import Decimal

import duckdb
import pytest

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace
from expectations.laws import fill_law_results, load_laws
from tests.unit.expectations.conftest import differences, open_both

# what happened, the SQL that does it, and (law, source, period, difference) that must be found
INJURIES = [
    (
        "a record vanishes between witness and landing",
        "update landing.deliveries set rejected = 0 where delivery_id = 'd1'",
        ("delivery_records", "phone_log/returns", "d1 ", 1),
    ),
    (
        "two landed rows vanish from the file of the outflows",
        "delete from landing.outflows where _key in (21, 22)",
        ("delivery_rows", "mail/outflows", "d3 ", 2),
    ),
    (
        "a landing that no manifest names is read as well",
        "insert into landing.outflows values (25, 25, timestamp '2025-03-01', 'mail', 'outflows', 'd9', null)",
        ("delivery_rows", "mail/outflows", "d9 ", -1),
    ),
    (
        "a withdrawn delivery is still read",
        "update landing.deliveries set is_withdrawn = true where delivery_id = 'd3'",
        ("delivery_rows", "mail/outflows", "d3 ", -4),
    ),
    (
        "a rejected record is not listed",
        "delete from landing.left_records",
        ("delivery_left", "phone_log/returns", "d1 ", 1),
    ),
    (
        "a tally loses a record",
        "update landing.tallies set delivered = 5 where delivered = 6",
        ("delivery_tallies", "phone_log/returns", "d1  delivered", 1),
    ),
    (
        "delivery_ledger loses a delivery",
        "delete from marts.delivery_ledger where delivery_id = 'd3'",
        ("delivery_ledger", "(all)", "deliveries", 1),
    ),
    (
        "staging drops a row",
        "delete from staging.stg_outflows where row_key = 24",
        ("source_rows", "mail", "outflows", 1),
    ),
    (
        "a row has no status",
        "update staging.stg_outflows set row_status = null where row_key = 24",
        ("source_rows", "mail", "outflows", 1),
    ),
    (
        "two rows of a key are current",
        "update staging.stg_returns set row_status = 'current' where row_status = 'superseded'",
        ("source_current", "phone_log", "returns", -1),
    ),
    (
        "no row of a key is current",
        "update staging.stg_returns set row_status = 'superseded' where row_key = 6",
        ("source_current", "phone_log", "returns", -1),
    ),
    (
        "source_ledger counts a duplicate too few",
        "update marts.source_ledger set duplicates = 0",
        ("source_ledger", "phone_log", "returns duplicates", 1),
    ),
    (
        "an inner join drops an outflow",
        "delete from marts.fct_outflows where outflow_key = '21'",
        ("source_facts", "mail", "outflows", 1),
    ),
    (
        "a fan-out doubles order lines",
        "insert into marts.fct_order_lines from marts.fct_order_lines where order_key = '100'",
        ("source_facts", "shop", "order_lines", -3),
    ),
    (
        "an order made from lines vanishes",
        "delete from marts.fct_orders where order_key = '101'",
        ("source_facts", "shop", "orders made from lines", 1),
    ),
    (
        "a file cannot be read",
        "insert into landing.problems values ('phone/april.csv', 'unreadable', 'line 3 is not utf-8')",
        ("returns_readable", "phone/april.csv", "unreadable", -1),
    ),
    (
        "too many records are rejected",
        "insert into landing.problems values ('phone/april.csv', 'too_many_rejected', '9 of 10 records')",
        ("returns_readable", "phone/april.csv", "too_many_rejected", -1),
    ),
    (
        "a source is renamed on its way",
        "update marts.fct_returns set source = 'fone_log' where return_key in ('1', '2')",
        ("returns_declared", "fone_log", "undeclared", -2),
    ),
    (
        "a declared source is missing from its dimension",
        "delete from marts.dim_return_sources where source = 'shop'",
        ("returns_declared", "shop", "all", 1),
    ),
    (
        "a source falls silent",
        "update landing.sightings set exported_at = timestamp '2025-04-10' where contract = 'phone_log'",
        ("returns_silence", "phone_log", "phone_log", -1),
    ),
    (
        "a declared source never sent anything",
        "insert into landing.return_sources values "
        "('letters', 'letter_log', 'returns', 'returns', 'month', 5, date '2025-01-01', null, null)",
        ("returns_silence", "letters", "letter_log", -1),
    ),
    (
        "a return vanishes",
        "delete from marts.fct_returns where return_key = '3'",
        ("returns_counted", "phone_log", "2025-03", 1),
    ),
    (
        "a return is counted twice",
        "insert into marts.fct_returns from marts.fct_returns where return_key = '102'",
        ("returns_counted", "shop", "2025-04", -1),
    ),
    (
        "local midnight shifts a return into another month",
        "update marts.fct_returns set returned_at = timestamp '2025-03-31 21:59:59' where return_key = '5'",
        ("returns_counted", "phone_log", "2025-04", 1),
    ),
    (
        "one return is replaced by another",
        "update marts.fct_returns set return_key = '99' where return_key = '3'",
        ("returns_counted", "(all)", "all", -2),
    ),
    (
        "a refund is counted as a return",
        "insert into marts.fct_returns values "
        "('101', 'shop', 'direct', timestamp '2025-04-12 12:00:00', '1', null, false)",
        ("returns_counted", "shop", "2025-04", -1),
    ),
    (
        "the ledger does not balance",
        "update marts.return_ledger set gathered = 1 where gathered = 2",
        ("returns_ledger", "shop", "2025-03", 1),
    ),
    (
        "the ledger hides a difference",
        "update marts.return_ledger set delivered = 7 where delivered = 6",
        ("returns_ledger", "phone_log", "delivered", -1),
    ),
    (
        "a return has no origin",
        "update marts.fct_returns set origin = null where return_key = '6'",
        ("origins_sum", "phone_log", "2025-04", 1),
    ),
    (
        "an anonymous return has a contact",
        "update marts.fct_returns set origin = 'anonymous' where return_key = '6'",
        ("origins_sum", "phone_log", "2025-04", 1),
    ),
    (
        "the ledger counts an origin too often",
        "update marts.return_ledger set direct = 2 where source = 'shop' and month = date '2025-03-01'",
        ("origins_sum", "shop", "direct", -1),
    ),
    (
        "a contact stands twice in its dimension",
        "insert into marts.dim_contacts values ('1')",
        ("origins_keys", "dim_contacts", "key", -1),
    ),
    (
        "a return names a contact that does not exist",
        "update marts.fct_returns set contact_key = '999' where source = 'shop'",
        ("origins_references", "fct_returns", "contact_key", -2),
    ),
    (
        "pointer jumping did not converge",
        "update intermediate.int_contact_identifiers__resolved set contact_key = 2 where identifier_key = 2",
        ("origins_identity", "contacts", "linked, but not one key", -1),
    ),
]


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
