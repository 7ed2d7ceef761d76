"""The gate: laws checked, a copy staged, the copy compared, Great Expectations judges. Red means: publish nothing.

Holds the order of these steps and the reading of the verdict. Must not hold a law (`laws/`) nor switch a publication.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import duckdb

from dagster_project.publication.comparison import SCHEMA, Comparison, are_equal, compare
from dagster_project.publication.connection import attached
from dagster_project.publication.publish import StagedPublication, discard, free_views_of_their_catalog, stage_copy
from dagster_project.waivers import read_waivers
from dagster_project.workspace import Workspace
from expectations.judge_process import JudgeProcess
from expectations.judgement import Judgement
from expectations.laws import LAW_RESULTS, Law, fill_law_results, load_laws
from expectations.laws.declaration import read_sql
from expectations.outcome import EXPECTATIONS_PER_LAW, Outcome
from expectations.verdicts import read_results, verdict_on

Validate: TypeAlias = Callable[[Path, Sequence[Law]], list[Outcome]]
"""What runs the suite over a file: `suite.validate`, in this process or another."""

_TABLE = LAW_RESULTS.rsplit(".", 1)[-1]
_FILE = "(file)"


_waiting: list[JudgeProcess] = []


def warm() -> None:
    """Start the judge's process, which imports Great Expectations while dbt builds; `run_gate` takes it up."""
    if not _waiting:
        _waiting.append(JudgeProcess())


def _dismiss() -> None:
    while _waiting:
        _waiting.pop().close()


def run_gate(workspace: Workspace, run_id: str, validate: Validate | None = None) -> Judgement:
    """Check every law on the marts just built and on a staged copy of them.

    Needs the warehouse and the marts closed by everybody else. Leaves `law_results` in both files and publishes
    nothing: a caller may `switch` the judgement's staged copy, which is None unless the gate passed. Great Expectations
    judges in a process of its own unless `validate` is given.

    Raises:
        AmorceError: a law could not be checked, or a file not be opened; that is a failed gate too.
    """
    if validate is not None:
        return _run_gate(workspace, run_id, validate)
    warm()
    try:
        return _run_gate(workspace, run_id, _waiting[-1].validate)
    finally:
        _dismiss()


def _run_gate(workspace: Workspace, run_id: str, validate: Validate) -> Judgement:
    clock = _Clock()
    files = {"warehouse": (workspace.warehouse_path, True), "marts": (workspace.marts_path, False)}
    with attached(workspace, files) as con:
        con.execute("use warehouse")
        fill_law_results(con, workspace.settings.unknown_files, read_waivers(workspace))
        warnings = gather_warnings(con)
        free_views_of_their_catalog(con)
    clock.lap("laws")
    staged = stage_copy(workspace, run_id)
    clock.lap("copy")
    _compare_copy(workspace, staged)
    clock.lap("compare")
    judgement = judge(staged.path, validate)
    clock.lap("judge")
    if not judgement.passed:
        discard(staged)
    return replace(
        judgement,
        warnings=tuple(warnings),
        seconds=clock.laps,
        staged=staged if judgement.passed else None,
    )


def judge(database: Path, validate: Validate, laws: Sequence[Law] | None = None) -> Judgement:
    """Let Great Expectations judge `law_results` of the DuckDB file `database` by `validate`.

    The gate fails if a law differs, has no rows, could not be evaluated, or if fewer expectations ran than declared.
    """
    declared = tuple(laws if laws is not None else load_laws())
    try:
        outcomes = validate(database, declared)
        results = read_results(database)
    except Exception as error:  # noqa: BLE001  # whatever keeps the judge from judging is a failed gate, never a pass
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Judgement((), 0, errors=(f"the gate could not judge {database.name}: {reason}",))
    verdicts = tuple(verdict_on(law, outcomes, results.get(law.name)) for law in declared)
    due = len(declared) * EXPECTATIONS_PER_LAW
    errors = [] if len(outcomes) == due else [f"the gate ran {len(outcomes)} of {due} expectations"]
    undeclared = sorted(set(results) - {law.name for law in declared})
    if undeclared:
        errors.append(f"law_results holds laws that nobody declared: {', '.join(undeclared)}")
    return Judgement(verdicts, len(outcomes), tuple(errors))


def gather_warnings(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What deserves a look and blocks nothing; reads the witnesses that the laws took.

    Unclaimed files, sources without a return, accepted silences, weeks outside a source's seasonal range.
    """
    files = ("warnings.sql", "weekly_ranges.sql")
    return [text for file in files for (text,) in con.execute(read_sql(file)).fetchall()]


def _compare_copy(workspace: Workspace, staged: StagedPublication) -> None:
    """Law 8: compare the copy with the marts and write its rows into the `law_results` of both.

    Equal bytes are equal rows and equal checksums of every column. Only where a byte differs are the checksums worked
    out, to tell which table and which column.
    """
    equal = are_equal(workspace.marts_path, staged.path)
    compared = [Comparison(_FILE, "equal bytes", 1, int(equal))]
    with attached(workspace, {"marts": (workspace.marts_path, False), "copied": (staged.path, False)}) as con:
        compared += compare(con, "marts", "copied", frozenset({_TABLE}), checksums=not equal)
        _write_comparison(con, compared)


def _write_comparison(con: duckdb.DuckDBPyConnection, compared: Sequence[Comparison]) -> None:
    law = next(law for law in load_laws() if law.by_publication)
    values = [
        [each.table for each in compared],
        [each.what for each in compared],
        [str(each.original) for each in compared],
        [str(each.copied) for each in compared],
    ]
    for catalog in ("marts", "copied"):
        con.execute(
            f"insert into {catalog}.{SCHEMA}.{_TABLE} "
            "select $1, source, period, $2, original, copied, original - copied, null from (select "
            "unnest($3::varchar[]) as source, unnest($4::varchar[]) as period, "
            "unnest($5::varchar[])::decimal(38, 9) as original, unnest($6::varchar[])::decimal(38, 9) as copied)",
            [law.name, law.number, *values],
        )


class _Clock:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, step: str) -> None:
        now = time.monotonic()
        self.laps[step] = round(now - self._last, 2)
        self._last = now
