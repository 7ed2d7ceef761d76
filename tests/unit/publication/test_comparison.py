"""The comparison of a copy with its original sees every single change."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_project.publication.comparison import are_equal, compare


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for catalog in ("original", "copied"):
            connection.execute(f"attach ':memory:' as {catalog}")
            connection.execute(
                f"create table {catalog}.main.fct_returns as select * from "
                "(values ('a', 10, null), ('b', 20, 1.5), ('b', 20, 1.5)) as t (return_key, revenue, share)"
            )
            connection.execute(f"comment on column {catalog}.main.fct_returns.share is 'Of all.'")
        yield connection


def changed(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    compared = compare(con, "original", "copied", frozenset({"law_results"}), checksums=True)
    return {(each.table, each.what) for each in compared if each.original != each.copied}


def test_equal_files_differ_nowhere(con: duckdb.DuckDBPyConnection) -> None:
    compared = compare(con, "original", "copied", frozenset(), checksums=True)
    assert [(each.what, each.original) for each in compared if each.what in {"rows", "(comments)"}] == [
        ("rows", 3),
        ("(comments)", 1),
    ]
    assert changed(con) == set()


@pytest.mark.parametrize(
    ("injury", "seen"),
    [
        ("update copied.main.fct_returns set revenue = 11 where revenue = 10", {"revenue", "(whole rows)"}),
        ("update copied.main.fct_returns set share = 0 where share is null", {"share", "(whole rows)"}),
        # the column's values stay, but stand in other rows
        (
            "update copied.main.fct_returns set return_key = case return_key when 'a' then 'b' else 'a' end; "
            "delete from copied.main.fct_returns; insert into copied.main.fct_returns values "
            "('b', 10, null), ('a', 20, 1.5), ('b', 20, 1.5)",
            {"(whole rows)"},
        ),
        (
            "delete from copied.main.fct_returns where return_key = 'a'",
            {"rows", "return_key", "revenue", "share", "(whole rows)"},
        ),
        ("comment on column copied.main.fct_returns.share is null", {"(comments)"}),
        ("alter table copied.main.fct_returns drop column share", {"share", "(whole rows)", "(comments)"}),
        (
            "drop table copied.main.fct_returns",
            {"rows", "return_key", "revenue", "share", "(whole rows)", "(comments)"},
        ),
    ],
)
def test_every_change_shows(con: duckdb.DuckDBPyConnection, injury: str, seen: set[str]) -> None:
    con.execute(injury)
    assert {what for _, what in changed(con)} == seen


def test_a_table_that_only_the_copy_has_shows(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table copied.main.extra as select 1 as one")
    assert ("extra", "rows") in changed(con)


def test_a_change_in_another_schema_shows(con: duckdb.DuckDBPyConnection) -> None:
    for catalog in ("original", "copied"):
        con.execute(f"create schema {catalog}.kept; create table {catalog}.kept.sent as select 1 as sent_key")
    con.execute("update copied.kept.sent set sent_key = 2")
    assert changed(con) == {("kept.sent", "sent_key"), ("kept.sent", "(whole rows)")}


def test_law_results_is_left_out_because_it_is_still_being_written(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table copied.main.law_results as select 1 as one")
    assert changed(con) == set()


MEGABYTE = 1 << 20


@pytest.mark.parametrize("size", [0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 2 * MEGABYTE])
def test_files_are_equal_only_if_every_byte_is(tmp_path: Path, size: int) -> None:
    original, copied = tmp_path / "original", tmp_path / "copied"
    content = bytes(place % 251 for place in range(size))
    original.write_bytes(content)
    copied.write_bytes(content)
    assert are_equal(original, copied)
    for other in (content + b"\0", content[:-1] if content else b"\0"):
        copied.write_bytes(other)
        assert not are_equal(original, copied)
    for place in {0, size // 2, size - 1} if size else ():
        copied.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert not are_equal(original, copied)
