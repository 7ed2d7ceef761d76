"""What came in as assets: one per table that the models read from landing.

Thin: `dagster_project.landing` reads the inbox; here its report becomes Dagster's, and the warehouse gets its views.
"""

from collections.abc import Iterator, Sequence

import dagster as dg
import duckdb

from dagster_project.assets.session import SESSION, RunSession, session_of
from dagster_project.confinement import confine, folders_of
from dagster_project.landing import LandingReport, land, register, require_a_delivery
from dagster_project.landing.drift import Drift
from dagster_project.landing_progress import LandingProgress

HEADERS_CHECK = "headers_are_as_before"
_DELIVERIES = dg.AssetKey(["landing", "deliveries"])


def build_landing_assets(tables: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """One asset per table of schema `landing`, all written by one step: a file may feed several of them."""

    @dg.multi_asset(
        name="landing",
        specs=[
            dg.AssetSpec(key, group_name="landing", kinds={"parquet"}, description=f"{key.path[-1]} as delivered.")
            for key in tables
        ],
        check_specs=[
            dg.AssetCheckSpec(
                HEADERS_CHECK,
                asset=_DELIVERIES,
                blocking=False,
                description="The last delivery of every contract has the header of the one before it.",
            )
        ]
        if _DELIVERIES in tables
        else [],
        required_resource_keys={SESSION},
    )
    def landing(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        session = session_of(context)
        with session.recorder.stage("landing"):
            progress = LandingProgress(sum(path.is_file() for path in session.workspace.inbox.rglob("*")))
            report = land(session.workspace, session.contracts, on_event=progress.observe)
            progress.finish(report)
            session.warnings.extend(report.warnings)
            require_a_delivery(session.workspace, report)
            rows = _register(session, tables)
        for key in tables:
            yield dg.MaterializeResult(key, metadata={"rows": rows[key.path[-1]], **_report_metadata(report)})
        if _DELIVERIES in tables:
            yield judge_headers(report.drifts)

    return landing


def judge_headers(drifts: Sequence[Drift]) -> dg.AssetCheckResult:
    """A warning where the last delivery of a contract changed its header in a way that the contract does not know."""
    latest = [drift for drift in drifts if drift.is_latest]
    strange = [drift for drift in latest if not drift.is_known]
    records = [
        dg.TableRecord(
            {
                "contract": drift.contract,
                "file": drift.file_name,
                "change": "; ".join(drift.kinds()),
                "old header": ", ".join(drift.old_header),
                "new header": ", ".join(drift.new_header),
            }
        )
        for drift in latest
    ]
    return dg.AssetCheckResult(
        check_name=HEADERS_CHECK,
        asset_key=_DELIVERIES,
        passed=not strange,
        severity=dg.AssetCheckSeverity.WARN,
        description="; ".join(map(str, strange)) or "No header changed in a way that its contract does not know.",
        metadata={"changed headers": dg.MetadataValue.table(records)} if records else {"changed headers": 0},
    )


def _register(session: RunSession, tables: Sequence[dg.AssetKey]) -> dict[str, int]:
    """Make the views and tables of schema `landing` in the warehouse; returns the rows of each."""
    with duckdb.connect(str(session.workspace.warehouse_path)) as connection:
        confine(connection, folders_of(session.workspace))
        register(connection, session.workspace, session.contracts, session.run_stamp())
        counts: dict[str, int] = {}
        for key in tables:
            row = connection.execute(f'select count(*) from landing."{key.path[-1]}"').fetchone()
            counts[key.path[-1]] = int(row[0]) if row else 0
    return counts


def _report_metadata(report: LandingReport) -> dict[str, int | float]:
    return {
        "files landed": len(report.landed),
        "files seen again": len(report.sighted),
        "files not read": len(report.unreadable),
        "seconds": round(report.seconds, 2),
    }
