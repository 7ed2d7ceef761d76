"""A warehouse without landing for tests of the models: empty typed relations, a few rows, dbt.

Holds what builds and fills schema `landing` from `sources.yml` and runs dbt on it. No assertions, no knowledge of a
single entity.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml
from played_models import RELATIVE_PATHS, compiled_models, lay_parsed_project

from dagster_project.resources import dbt_project_dir

Row = Mapping[str, Any]


def source_columns() -> dict[str, dict[str, str]]:
    """Table of schema `landing` → its columns → their DuckDB types, as `sources.yml` declares them."""
    declared = yaml.safe_load((dbt_project_dir() / "models" / "sources.yml").read_text(encoding="utf-8"))
    return {
        table["name"]: {column["name"]: column["data_type"] for column in table["columns"]}
        for table in declared["sources"][0]["tables"]
    }


@dataclass(frozen=True)
class Warehouse:
    """A warehouse and its marts in one folder."""

    root: Path

    @property
    def warehouse_path(self) -> Path:
        """The DuckDB file of landing, staging and intermediate."""
        return self.root / "warehouse.duckdb"

    @property
    def marts_path(self) -> Path:
        """The DuckDB file of the marts."""
        return self.root / "marts.duckdb"

    def create_landing(self) -> None:
        """Make every landing relation, empty and typed."""
        with duckdb.connect(str(self.warehouse_path)) as connection:
            connection.execute("create schema if not exists landing")
            for table, columns in source_columns().items():
                typed = ", ".join(f"{name} {data_type}" for name, data_type in columns.items())
                connection.execute(f"create or replace table landing.{table} ({typed})")

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows, given as column → value; columns left out are null."""
        with duckdb.connect(str(self.warehouse_path)) as connection:
            for row in rows:
                marks = ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into landing.{table} ({', '.join(row)}) values ({marks})",
                    list(row.values()),
                )

    def dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a dbt command on this warehouse; its output is captured."""
        project = str(dbt_project_dir())
        lay_parsed_project(self.root / "target")
        return subprocess.run(
            [
                str(Path(sys.executable).with_name("dbt")),
                *arguments,
                "--project-dir",
                project,
                "--profiles-dir",
                project,
                "--target-path",
                str(self.root / "target"),
                "--log-path",
                str(self.root / "logs"),
            ],
            env={
                **os.environ,
                **RELATIVE_PATHS,
            },
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )

    def make(self, *names: str) -> None:
        """Make these models and seeds, and all that they are made of, without dbt."""
        models = compiled_models()
        wanted = models.above(*names)
        with duckdb.connect(str(self.warehouse_path)) as connection:
            connection.execute(f"set timezone = 'UTC'; attach '{self.marts_path}' as marts")
            for node in models.nodes:
                if node.name in wanted:
                    connection.execute(f'create schema if not exists "{node.database}"."{node.schema}"')
                    connection.execute(node.creation())

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on warehouse and marts; the marts are attached as `marts`."""
        with duckdb.connect(str(self.warehouse_path)) as connection:
            connection.execute(f"attach '{self.marts_path}' as marts (read_only)")
            return connection.execute(sql).fetchall()
