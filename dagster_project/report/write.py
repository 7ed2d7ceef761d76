"""Writing the report from published marts.

Holds which sections there are, in order. Must not hold what they show.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from dagster_project.published import connect_read_only
from dagster_project.report.javascript import chart_library
from dagster_project.report.page import Heading, render_page
from dagster_project.report.section import Section
from dagster_project.report.sections import (
    acquisition,
    attribution,
    balance,
    claims,
    coverage,
    forecast,
    growth,
    look_alikes,
    maturity,
    onboarding,
    origins,
    pareto,
    priming,
    proof,
    service,
    stops,
)
from dagster_project.report.tables import write

_SECTIONS: tuple[Callable[[duckdb.DuckDBPyConnection], Section], ...] = (
    claims.build,
    balance.build,
    origins.build,
    priming.build,
    stops.build,
    attribution.build,
    pareto.build,
    growth.build,
    acquisition.build,
    forecast.build,
    coverage.build,
    look_alikes.build,
    onboarding.build,
    service.build,
    maturity.build,
    proof.build,
)


def write_report(marts: Path, target: Path, name: str, cache_dir: Path) -> Path:
    """Write the report on the marts file `marts` to `target`, in one step; returns `target`.

    Args:
        name: what the report is about, as its title says.
        cache_dir: where the chart library is kept between reports.

    Raises:
        duckdb.Error: a mart is missing: the file was published by an older version.
    """
    library = chart_library(cache_dir)
    with connect_read_only(marts) as con:
        heading = _heading(con, name)
        sections = [build(con) for build in _SECTIONS]
    aside = target.with_name(f".{target.name}.part")
    aside.write_text(render_page(heading, sections, library), encoding="utf-8", newline="")
    aside.replace(target)
    return target


def _heading(con: duckdb.DuckDBPyConnection, name: str) -> Heading:
    row = con.execute("select as_of, run_id, version from marts.run_info").fetchone()
    as_of, run_id, version = row if row else (None, "", "")
    return Heading(name, write(as_of, "day"), run_id, version)
