"""Publication of the marts: a copy made aside, switched in one step, the last two kept.

Holds the steps that touch `published/`. Must not decide whether to publish.

A reader that has the old file open keeps reading it: files are replaced, never written to. A run that is killed at any
point leaves the last publication as it was; what it left in `.staging` is removed by the next run.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from dagster_project.errors import AmorceError
from dagster_project.publication.comparison import SCHEMA, quote
from dagster_project.publication.connection import attached
from dagster_project.publication.copying import copy_file, make_durable, point_name_at
from dagster_project.workspace import Workspace

PUBLICATIONS_KEPT = 2
REPORT = "report.html"
_RUN_ID = re.compile(r"[A-Za-z0-9_-]+")
_NAMES_CATALOG = re.compile(rf"\bmarts\.({SCHEMA}\.)?")


@dataclass(frozen=True)
class StagedPublication:
    """A copy of the marts that no reader sees yet."""

    run_id: str
    path: Path
    published_dir: Path

    @property
    def versioned_path(self) -> Path:
        """The name under which this publication stays readable after the next one."""
        return self.published_dir / f"marts-{self.run_id}.duckdb"

    @property
    def report_path(self) -> Path:
        """Where the report waits that belongs to this copy."""
        return self.path.with_name(REPORT)

    @property
    def stable_path(self) -> Path:
        """The name that always stands for the latest publication."""
        return self.published_dir / "marts.duckdb"


def stage_copy(workspace: Workspace, run_id: str) -> StagedPublication:
    """Copy the marts aside, byte by byte and without a log, on the file system of `published/`.

    Comments come along, because the file is copied as it is. Views are rewritten before, in the marts, to name no
    catalog, so that they work under whatever name the file is opened.

    Raises:
        AmorceError: the marts cannot be opened, or `run_id` is no file name.
    """
    if not _RUN_ID.fullmatch(run_id):
        raise AmorceError("The run's id is no file name.", "Use letters, digits, - and _ only.")
    with attached(workspace, {"marts": (workspace.marts_path, False)}) as con:
        free_views_of_their_catalog(con)
    staging = workspace.published_dir / ".staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    staged = StagedPublication(run_id, staging / f"marts-{run_id}.duckdb", workspace.published_dir)
    copy_file(workspace.marts_path, staged.path)
    return staged


def switch(staged: StagedPublication) -> Path:
    """Make the staged copy the publication that readers find; returns its versioned path.

    Each name appears in one step, after the data is on disk; a report that was staged goes with it. Publications
    before the last two are removed.
    """
    make_durable(staged.path)
    staged.path.replace(staged.versioned_path)
    point_name_at(staged.stable_path, staged.versioned_path, staged.path.with_suffix(".link"))
    if staged.report_path.is_file():
        make_durable(staged.report_path)
        staged.report_path.replace(staged.published_dir / REPORT)
    make_durable(staged.published_dir)
    _remove_old_publications(staged)
    discard(staged)
    return staged.versioned_path


def discard(staged: StagedPublication) -> None:
    """Remove what staging left."""
    shutil.rmtree(staged.path.parent, ignore_errors=True)


def _remove_old_publications(staged: StagedPublication) -> None:
    others = [path for path in staged.published_dir.glob("marts-*.duckdb") if path != staged.versioned_path]
    newest_first = sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in newest_first[PUBLICATIONS_KEPT - 1 :]:
        path.unlink()


def free_views_of_their_catalog(con: duckdb.DuckDBPyConnection) -> None:
    """Write each view of the attached catalog `marts` again without the catalog's name, with which dbt built it.

    Who writes to the marts before they are copied calls it too: then the copy finds nothing to write, and the file is
    folded once.
    """
    views = con.execute(
        "select view_name, sql, comment from duckdb_views() where database_name = 'marts' and schema_name = ?",
        [SCHEMA],
    ).fetchall()
    made_of = {
        name: {other for other, *_ in views if re.search(rf"\bmarts\.({SCHEMA}\.)?{other}\b", sql)}
        for name, sql, _ in views
    }
    readable_first = list(TopologicalSorter(made_of).static_order())
    views.sort(key=lambda view: readable_first.index(view[0]))
    con.execute(f"use marts.{SCHEMA}")
    for name, sql, comment in (view for view in views if _NAMES_CATALOG.search(view[1])):
        column_comments = con.execute(
            "select column_name, comment from duckdb_columns() where database_name = 'marts' and schema_name = ? "
            "and table_name = ? and comment is not null",
            [SCHEMA, name],
        ).fetchall()
        body = _NAMES_CATALOG.sub("", sql).replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)
        con.execute(body)
        if comment is not None:
            con.execute(f"comment on view {quote(name)} is {_literal(comment)}")
        for column, column_comment in column_comments:
            con.execute(f"comment on column {quote(name)}.{quote(column)} is {_literal(column_comment)}")
    con.execute("use memory.main")


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
