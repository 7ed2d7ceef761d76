"""A workspace with small marts, as dbt leaves them: an attached file called marts, with comments and a view."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.workspace import Workspace, init_workspace


def build_marts(workspace: Workspace, returns: int) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{workspace.marts_path}' as marts")
        con.execute(
            "create or replace table marts.fct_returns as select cast(range as varchar) as return_key, "
            f"'direct' as origin, range * 10 as revenue from range({returns})"
        )
        con.execute("comment on table marts.fct_returns is 'One row per return: it''s counted.'")
        con.execute("comment on column marts.fct_returns.origin is 'One of six.'")
        con.execute("create or replace view marts.direct as select return_key from marts.fct_returns")
        con.execute("comment on view marts.direct is 'One row per direct return.'")
        con.execute("comment on column marts.direct.return_key is 'Key of the return''s row.'")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = init_workspace(tmp_path / "workspace")
    workspace.prepare()
    build_marts(workspace, 3)
    return workspace
