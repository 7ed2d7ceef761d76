"""Whatever a file holds: every record is counted, and read exactly or set aside, under its own number."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.landing.contract import Format
from dagster_project.landing.inspection import Inspection, inspect, read_csv_sql

from .written_files import Row, WrittenFile, written_files

SETTINGS = settings(
    max_examples=400,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def rows_read(connection: duckdb.DuckDBPyConnection, inspection: Inspection) -> list[tuple[str | None, ...]]:
    sql, parameters = read_csv_sql(inspection)
    connection.execute(f"create or replace temp table raw as select * from {sql}", parameters)
    return connection.execute("select * from raw order by rowid").fetchall()


def as_read(row: Row) -> tuple[str | None, ...]:
    return tuple(value or None for value in row)


@SETTINGS
@given(file=written_files(), block_bytes=st.sampled_from([16, 17, 40, 1 << 19]))
def test_every_record_is_read_exactly_or_set_aside_under_its_number(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, file: WrittenFile, block_bytes: int
) -> None:
    path = tmp_path / "delivered.csv"
    path.write_bytes(file.content)
    form = Format(encoding=file.encoding, delimiter=file.delimiter)

    inspection = inspect(path, form, tmp_path / "tmp", block_bytes=block_bytes)

    assert path.read_bytes() == file.content
    assert inspection.records == file.records
    found = [(record.row_number, record.disposition, record.reason) for record in inspection.set_aside]
    assert found == file.set_aside
    rows = rows_read(connection, inspection)
    assert len(rows) == inspection.records
    assert {number: rows[number - 1] for number in file.rows} == {
        number: as_read(row) for number, row in file.rows.items()
    }
    inspection.remove_temporary_files()
    assert not list((tmp_path / "tmp").glob("*"))
