import io
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import UsageError
from dagster_project.query import RowFormat, open_marts, write_rows
from dagster_project.workspace import Workspace, init_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init_workspace(tmp_path / "crm")
    with duckdb.connect(str(made.published_marts_path)) as connection:
        connection.execute(
            "create table fct_returns as select * from (values "
            "('web_form', date '2026-01-05', 12.50::decimal(18,2)), ('phone_log', null, null)) t(source, day, revenue)"
        )
    return made


def answer(workspace: Workspace, query: str, row_format: RowFormat) -> str:
    out = io.StringIO()
    with open_marts(workspace) as database:
        write_rows(database.run(query), row_format, out)
    return out.getvalue()


QUERY = "select source, day, revenue from fct_returns order by source desc"


def test_a_table_is_found_with_and_without_its_schema(workspace: Workspace) -> None:
    assert answer(workspace, "select count(*) as n from marts.fct_returns", "csv") == "n\n2\n"
    assert answer(workspace, "select count(*) as n from fct_returns", "csv") == "n\n2\n"


def test_csv_has_a_header_iso_dates_and_empty_nulls(workspace: Workspace) -> None:
    assert answer(workspace, QUERY, "csv") == "source,day,revenue\nweb_form,2026-01-05,12.50\nphone_log,,\n"


def test_json_is_one_list_of_records(workspace: Workspace) -> None:
    assert answer(workspace, QUERY, "json") == (
        '[{"source": "web_form", "day": "2026-01-05", "revenue": "12.50"},\n'
        ' {"source": "phone_log", "day": null, "revenue": null}]\n'
    )


def test_json_of_no_rows_is_an_empty_list(workspace: Workspace) -> None:
    assert answer(workspace, "select 1 as a where false", "json") == "[]\n"


def test_a_table_ends_with_the_number_of_rows(workspace: Workspace) -> None:
    assert answer(workspace, QUERY, "table").splitlines()[-1] == "2 rows"


@pytest.mark.parametrize(
    "query",
    [
        "drop table fct_returns",
        "insert into fct_returns values ('x', null, null)",
        "select 1; drop table fct_returns",
        "copy fct_returns to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "select * from read_csv('{folder}/amorce.yml')",
        "set enable_external_access = true",
    ],
)
def test_what_writes_or_reads_elsewhere_is_refused(workspace: Workspace, query: str) -> None:
    with pytest.raises(UsageError):
        answer(workspace, query.format(folder=workspace.root), "csv")
    assert answer(workspace, "select count(*) as n from fct_returns", "csv") == "n\n2\n"
