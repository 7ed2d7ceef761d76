"""Every model, compiled for Spark, is accepted by a real local Spark over empty tables.

Guards against SQL that sqlglot's Spark reader takes and Spark's analyser does not. Needs the extra `spark` and Java 17;
skipped without them. It compares no numbers: there are no rows.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from warehouse import source_columns

from dagster_project.resources import dbt_project_dir, reference_seeds_dir

pyspark_sql = pytest.importorskip("pyspark.sql", reason="the extra `spark` is not installed")
pyspark_errors = pytest.importorskip("pyspark.errors", reason="the extra `spark` is not installed")
pytest.importorskip("dbt.adapters.spark", reason="the extra `spark` is not installed")

pytestmark = pytest.mark.soak

_SPARK_TYPES = {"varchar": "string"}
# Views are checked here; a table of the same columns stands in for each where later models read it, since Spark
# inlines views into one another until the plan no longer fits into memory.
_VIEWS = "checked_views"


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The project compiled for Spark; compiling needs no session."""
    target = tmp_path_factory.mktemp("spark_target")
    arguments = [
        "--project-dir",
        str(dbt_project_dir()),
        "--profiles-dir",
        str(Path(__file__).parent / "spark_profile"),
    ]
    arguments += ["--target-path", str(target), "--log-path", str(target), "--no-populate-cache", "--no-introspect"]
    subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            "compile",
            "--quiet",
            "--select",
            "resource_type:model",
            *arguments,
        ],
        check=True,
        env={**os.environ, "AMORCE_WAREHOUSE": "unused", "AMORCE_MARTS": "unused"},
    )
    read: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local Spark session in UTC, with a catalogue of its own, strict as ANSI."""
    root = tmp_path_factory.mktemp("spark")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        pyspark_sql.SparkSession.builder.master("local[1]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.warehouse.dir", str(root / "warehouse"))
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_every_model_becomes_a_view_in_spark(spark: Any, manifest: dict[str, Any]) -> None:
    models = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    for schema in {"landing", "reference", _VIEWS, *(node["schema"] for node in models.values())}:
        spark.sql(f"create database if not exists {schema}")
    _create_sources(spark)
    _create_seeds(spark)

    refused = []
    for key in _in_order(models):
        try:
            _check(spark, models[key])
        except pyspark_errors.AnalysisException as error:
            refused.append(f"{models[key]['name']}: {str(error).splitlines()[0]}")

    assert len(models) > 60
    assert refused == [], "\n".join(refused)


def _in_order(models: dict[str, Any]) -> list[str]:
    """Keys of the models, each after those that it reads."""
    graph = {
        key: [parent for parent in node["depends_on"]["nodes"] if parent in models] for key, node in models.items()
    }
    return list(TopologicalSorter(graph).static_order())


def _create_sources(spark: Any) -> None:
    for table, columns in source_columns().items():
        typed = ", ".join(f"`{name}` {_SPARK_TYPES.get(data_type, data_type)}" for name, data_type in columns.items())
        spark.sql(f"create table landing.{table} ({typed}) using parquet")


def _create_seeds(spark: Any) -> None:
    for path in reference_seeds_dir().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            typed = ", ".join(f"`{name}` string" for name in next(csv.reader(lines)))
        spark.sql(f"create table reference.{path.stem} ({typed}) using parquet")


def _check(spark: Any, node: dict[str, Any]) -> None:
    """Make the view, then an empty table of its columns under the model's own name."""
    spark.sql(f"create view {_VIEWS}.{node['name']} as {node['compiled_code']}")
    columns = spark.table(f"{_VIEWS}.{node['name']}").dtypes
    untyped = [name for name, data_type in columns if data_type == "void"]
    assert not untyped, f"{node['name']}: a null without a cast in {', '.join(untyped)}"
    typed = ", ".join(f"`{name}` {data_type}" for name, data_type in columns)
    spark.sql(f"create table {node['schema']}.{node['name']} ({typed}) using parquet")
