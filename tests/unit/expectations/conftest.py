"""A workspace whose warehouse and marts keep every law, and ways to injure it."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project.publication.connection import attached
from dagster_project.workspace import Workspace, init_workspace

PARTS = ("warehouse", "identity", "facts", "ledgers", "credits", "customers")
SCRIPTS = [Path(__file__).with_name(f"balanced_{part}.sql") for part in PARTS]


def open_both(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"attach '{workspace.warehouse_path}' as warehouse; attach '{workspace.marts_path}' as marts")
    con.execute("use warehouse")
    return con


def differences(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str, Decimal]]:
    return set(
        con.execute("select law, source, period, difference from marts.law_results where difference <> 0").fetchall()
    )


@pytest.fixture(scope="session")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = init_workspace(tmp_path_factory.mktemp("balanced") / "workspace")
    workspace.prepare()
    landed = workspace.landing_dir / "returns.parquet"
    with open_both(workspace) as con:
        for script in SCRIPTS:
            con.execute(script.read_text(encoding="utf-8").replace("{landed}", str(landed)))
    return workspace


@pytest.fixture
def workspace(balanced: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the balanced workspace, which reads its own landed Parquet file."""
    shutil.copytree(balanced.root, tmp_path / "workspace")
    copied = Workspace.load(tmp_path / "workspace")
    with duckdb.connect(str(copied.warehouse_path)) as con:
        landed = copied.landing_dir / "returns.parquet"
        con.execute(f"create or replace view landing.returns as select * from read_parquet('{landed}')")
    return copied


@pytest.fixture
def injure(workspace: Workspace) -> Callable[[str], None]:
    """Run SQL on warehouse and marts, as a fault of the pipeline would have left them."""

    def run(sql: str) -> None:
        with open_both(workspace) as con:
            con.execute(sql)

    return run


@pytest.fixture
def laws_connection(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    files = {"warehouse": (workspace.warehouse_path, True), "marts": (workspace.marts_path, False)}
    with attached(workspace, files) as con:
        con.execute("use warehouse")
        yield con
