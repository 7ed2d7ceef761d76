"""Tables written from Python: comments, quotes and digits."""

import math
from decimal import Decimal

import duckdb

from dagster_project.tables import NUMBER, rounded, write_table


def test_a_table_has_its_comments_and_is_made_anew_each_time() -> None:
    con = duckdb.connect()
    columns = {"name": ("varchar not null", "What it's called."), "weeks": (NUMBER, "Weeks.")}
    write_table(con, "lags", "One row per channel's lag.", columns, [["email", rounded(2.46999)], ["fax", None]])

    write_table(con, "lags", "One row per channel's lag.", columns, [["email", rounded(2.46999)]])

    assert con.execute("select * from lags").fetchall() == [("email", Decimal("2.470000"))]
    assert con.execute("select comment from duckdb_tables()").fetchall() == [("One row per channel's lag.",)]
    assert con.execute(
        "select comment from duckdb_columns() where table_name = 'lags' and column_name = 'name'"
    ).fetchall() == [("What it's called.",)]


def test_a_table_without_rows_still_exists() -> None:
    con = duckdb.connect()
    write_table(con, "stops", "One row per stop.", {"stop_key": ("varchar", "Key.")}, [])

    assert con.execute("select count(*) from stops").fetchall() == [(0,)]


def test_digits_beyond_the_fourth_are_the_machine_s() -> None:
    assert rounded(1 / 3) == rounded(1 / 3 + 1e-9) == Decimal("0.333300")
    assert rounded(None) is None


def test_a_limit_at_infinity_is_none() -> None:
    assert rounded(math.inf) is None
