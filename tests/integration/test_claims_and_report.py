"""Claims and report as a run leaves them."""

import json
from pathlib import Path

import duckdb
import pytest
from amorce_process import Amorce
from report_marts import TABLES

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir

pytestmark = pytest.mark.slow
SECTIONS = (
    *("claims", "balance", "origins", "priming", "attribution", "pareto"),
    *("growth", "acquisition", "forecast", "coverage", "look_alikes", "onboarding", "service", "maturity", "proof"),
)


def test_a_run_closes_with_the_claims_and_names_the_report(pristine_demo: Path) -> None:
    shown = (pristine_demo / "shown.txt").read_text()
    assert f"Report: {pristine_demo / 'published' / 'report.html'}" in shown
    closing = shown[shown.index("What the books say, and what these data say") :]
    for benchmark in read_benchmarks(reference_seeds_dir() / "benchmarks.csv").values():
        assert benchmark.statement in closing


def test_every_claim_has_a_verdict_and_a_reason_and_holds_only_inside_its_range(demo: Path, amorce: Amorce) -> None:
    done = amorce("sql", "from claims order by position", "--format", "json", "--workspace", demo)
    claims = json.loads(done.stdout)
    assert [claim["claim"] for claim in claims] == list(read_benchmarks(reference_seeds_dir() / "benchmarks.csv"))
    for claim in claims:
        assert claim["reason"].endswith(".")
        if claim["verdict"] == "holds":
            assert claim["benchmark_low"] is None or float(claim["benchmark_low"]) <= float(claim["low"])
            assert claim["benchmark_high"] is None or float(claim["high"]) <= float(claim["benchmark_high"])
        if claim["measured"] is None:
            assert claim["verdict"] == "cannot_tell"


def test_the_table_and_each_of_its_columns_is_explained(demo: Path) -> None:
    with duckdb.connect(str(demo / "published" / "marts.duckdb"), read_only=True) as con:
        grain = con.execute("select comment from duckdb_tables() where table_name = 'claims'").fetchall()
        columns = con.execute("select comment from duckdb_columns() where table_name = 'claims'").fetchall()
    assert grain[0][0].startswith("One row per claim")
    assert all(comment for (comment,) in columns)


def test_the_report_shows_every_section_and_fits_into_a_mail(demo: Path) -> None:
    page = (demo / "published" / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 5_000_000
    for section in SECTIONS:
        assert f'<section id="{section}">' in page
        assert f'id="{section}-figure-1"' in page or section in {"claims", "proof"}


def test_the_report_is_written_again_alike(demo: Path, amorce: Amorce) -> None:
    report = demo / "published" / "report.html"
    before = report.read_bytes()
    report.unlink()
    done = amorce("report", "--workspace", demo)
    assert done.returncode == 0, done.stderr
    assert str(report) in done.stdout
    assert report.read_bytes() == before


def test_without_a_publication_there_is_nothing_to_report(tmp_path: Path, amorce: Amorce) -> None:
    assert amorce("init", tmp_path / "new").returncode == 0
    done = amorce("report", "--workspace", tmp_path / "new")
    assert done.returncode == 2
    assert "published nothing yet" in done.stderr


def test_the_marts_that_tests_of_the_report_invent_have_columns_of_real_ones(demo: Path) -> None:
    with duckdb.connect(str(demo / "published" / "marts.duckdb"), read_only=True) as con:
        real = set(con.execute("select table_name, column_name from duckdb_columns() where not internal").fetchall())
    with duckdb.connect() as con:
        for table, columns in TABLES.items():
            con.execute(f"create table {table} ({columns})")
        invented = set(
            con.execute("select table_name, column_name from duckdb_columns() where not internal").fetchall()
        )
    assert invented - real == set()
