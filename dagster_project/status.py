"""The status of a workspace: who runs, how the last runs ended, what the last publication says.

Holds reading and rendering. The age of a source against today's clock is a warning here and never a law.
"""

from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from dagster_project.console import format_table
from dagster_project.freshness import SilentContract, silent_contracts
from dagster_project.inputs import read_note
from dagster_project.landing.drift import read_drifts
from dagster_project.lock import holder
from dagster_project.published import connect_read_only
from dagster_project.run_record import RunRecord, read_records
from dagster_project.summary import Summary, balance_sentence, quarantine_lines, read_summary
from dagster_project.workspace import Workspace

_SHOWN_DRIFTS = 10


@dataclass(frozen=True)
class Status:
    """What `amorce status` shows."""

    workspace: str
    holder: dict[str, str] | None
    runs: list[RunRecord]
    summary: Summary | None
    silent: list[SilentContract]
    accepted: list[dict[str, str]]
    laws: list[dict[str, Any]]
    """What the gate last judged: each law with the checks that it made and how many of them differ."""
    broken_laws: list[dict[str, str]]
    drifts: list[dict[str, Any]]
    warnings: list[str]

    def as_dict(self) -> dict[str, Any]:
        """The same for `--json`."""
        return {**asdict(self), "balance": balance_sentence(self.summary) if self.summary else None}


def read_status(workspace: Workspace) -> Status:
    """Read it from the run records and the published marts; opens neither the warehouse nor Dagster."""
    busy = holder(workspace.state_dir)
    note = read_note(workspace)
    path = workspace.published_marts_path
    is_published = path.is_file()
    return Status(
        workspace=str(workspace.root),
        holder=busy,
        runs=read_records(workspace.state_dir, is_busy=busy is not None),
        summary=read_summary(path) if is_published else None,
        silent=silent_contracts(workspace) if is_published else [],
        accepted=_accepted_silences(workspace) if is_published else [],
        laws=_judged_laws(workspace),
        broken_laws=_broken_laws(workspace),
        drifts=read_drifts(workspace.landing_dir),
        warnings=note.warnings if note is not None else [],
    )


def render(status: Status) -> str:
    """The status as text."""
    lines = [f"Workspace {status.workspace}"]
    if status.holder is not None:
        lines.append(
            f"Busy: process {status.holder.get('pid')} on {status.holder.get('host')} since "
            f"{status.holder.get('started_at')}: {status.holder.get('command')}"
        )
    if not status.runs:
        return "\n".join([*lines, "No run yet: `amorce run`.", *_drift_lines(status.drifts)])
    lines += ["", "Last runs", format_table(["run", "outcome", "stage", "seconds", "error"], _run_rows(status.runs))]
    if status.broken_laws:
        rows = [list(law.values()) for law in status.broken_laws]
        lines += ["", "Laws that differ in the last judged marts", format_table(list(status.broken_laws[0]), rows)]
    lines += _drift_lines(status.drifts)
    if status.summary is None:
        return "\n".join([*lines, "", "Nothing is published yet."])
    lines += ["", f"Published: run {status.summary.run_id}, as of {status.summary.as_of} UTC"]
    sources = status.summary.sources.items()
    lines.append(
        format_table(
            ["source", "delivered", "counted", "difference"],
            [[name, figures["delivered"], figures["counted"], figures["difference"]] for name, figures in sources],
        )
    )
    lines += [balance_sentence(status.summary), *_laws_lines(status.laws), _silence_text(status.silent)]
    if status.accepted:
        rows = [list(silence.values()) for silence in status.accepted]
        lines += ["Accepted silences", format_table(list(status.accepted[0]), rows)]
    rejected = sum(int(str(entry["records"])) for entry in status.summary.rejected)
    lines += [f"Rejected records: {rejected:,}", *quarantine_lines(status.summary)]
    return "\n".join(lines)


def _drift_lines(drifts: list[dict[str, Any]]) -> list[str]:
    """The headers that changed with the last delivery of their contract; `--json` has the former ones too."""
    lines: list[str] = []
    for drift in [drift for drift in drifts if drift["is_latest"]][:_SHOWN_DRIFTS]:
        known = " (the contract knows it)" if drift["is_known"] else ""
        lines += [
            f"{drift['file_name']} ({drift['contract']}) after {drift['previous_file_name']}{known}",
            *(f"    {kind}" for kind in drift["kinds"]),
            f"    before: {', '.join(drift['old_header'])}",
            f"    now:    {', '.join(drift['new_header'])}",
        ]
    return ["", "Headers that changed", *lines] if lines else []


def _laws_lines(laws: list[dict[str, Any]]) -> list[str]:
    checks, differing = (sum(law[name] for law in laws) for name in ("checks", "differ"))
    held = "all hold" if not differing else f"{differing:,} do not hold"
    return [f"Laws: {checks:,} checks of {len(laws)} laws in the last judged marts, {held}."] if laws else []


def _run_rows(runs: list[RunRecord]) -> list[list[object]]:
    return [
        [run.run_id, run.outcome, run.stage, round(sum(run.seconds.values()), 1), run.error.partition("\n")[0][:100]]
        for run in runs
    ]


def _silence_text(silent: list[SilentContract]) -> str:
    if not silent:
        return "No source is silent by today's clock."
    rows = [
        [entry.contract, entry.last_seen, entry.days, entry.allowed_days, entry.accepted_until or ""]
        for entry in silent
    ]
    headers = ["contract", "last seen", "days", "allowed", "accepted until"]
    return "Silent by today's clock\n" + format_table(headers, rows)


def _accepted_silences(workspace: Workspace) -> list[dict[str, str]]:
    """The silences that somebody accepted, as the published marts hold them."""
    with connect_read_only(workspace.published_marts_path) as connection:
        rows = connection.execute(
            "select source, period, first_keys from marts.law_results "
            "where law = 'returns_silence' and expected > 0 order by all"
        ).fetchall()
    return [dict(zip(("source", "accepted", "silence"), row, strict=True)) for row in rows]


def _judged_laws(workspace: Workspace) -> list[dict[str, Any]]:
    rows = _of_law_results(
        workspace,
        "select law_number, law, count(*), count(*) filter (where difference <> 0) from marts.law_results "
        "group by law_number, law order by law_number, law",
    )
    return [dict(zip(("number", "law", "checks", "differ"), row, strict=True)) for row in rows]


def _broken_laws(workspace: Workspace) -> list[dict[str, str]]:
    """The laws that differed when the marts were last judged."""
    rows = _of_law_results(
        workspace,
        "select law, source, period, cast(expected as varchar), cast(found as varchar) from marts.law_results "
        "where difference <> 0 order by all limit 20",
    )
    return [dict(zip(("law", "source", "period", "expected", "found"), row, strict=True)) for row in rows]


def _of_law_results(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query on the marts that were last judged; none before the first, and none while a run holds them."""
    if not workspace.marts_path.is_file():
        return []
    try:
        with connect_read_only(workspace.marts_path) as connection:
            return connection.execute(query).fetchall()
    except (duckdb.IOException, duckdb.CatalogException):
        return []
