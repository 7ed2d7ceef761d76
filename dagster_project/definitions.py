"""Dagster's entry: exports → landing → models → statistics → laws → report → publication, as one graph and one job.

Only wiring. The workspace is the one that AMORCE_WORKSPACE or the current folder names.
"""

import dagster as dg

from dagster_project.assets.dbt import build_dbt_assets, marts_keys, read_manifest, source_keys
from dagster_project.assets.freshness import sources_are_fresh
from dagster_project.assets.gate import build_gate_assets
from dagster_project.assets.landing import build_landing_assets
from dagster_project.assets.publication import published_marts
from dagster_project.assets.report import staged_report
from dagster_project.assets.session import SESSION, run_session
from dagster_project.assets.statistics import CLAIMS, PRIMING_LAGS, build_claims_asset, build_priming_asset
from dagster_project.dbt_command import prepared_manifest
from dagster_project.sensors import build_freshness_schedule, build_inbox_sensor, build_nightly_schedule
from dagster_project.workspace import Workspace

JOB = "amorce"
FRESHNESS_JOB = "freshness"


def build_definitions(workspace: Workspace) -> dg.Definitions:
    """The graph for one workspace."""
    manifest = read_manifest(prepared_manifest(workspace))
    models = build_dbt_assets(manifest)
    freshness = dg.AssetSelection.checks(sources_are_fresh)
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all() - freshness,
        executor_def=dg.in_process_executor,
        description="Land, build, prove and publish.",
    )
    freshness_job = dg.define_asset_job(
        FRESHNESS_JOB,
        selection=freshness,
        executor_def=dg.in_process_executor,
        description="Compare the age of each source with today's clock; warns, and changes nothing.",
    )
    return dg.Definitions(
        assets=[
            build_landing_assets(source_keys(manifest, "landing")),
            models,
            build_priming_asset(marts_keys(models)),
            build_claims_asset([*marts_keys(models), PRIMING_LAGS]),
            build_gate_assets([*marts_keys(models), PRIMING_LAGS, CLAIMS]),
            staged_report,
            published_marts,
        ],
        asset_checks=[sources_are_fresh],
        jobs=[job, freshness_job],
        sensors=[build_inbox_sensor(JOB)],
        schedules=[
            build_nightly_schedule(JOB, workspace.settings.time_zone),
            build_freshness_schedule(FRESHNESS_JOB, workspace.settings.time_zone),
        ],
        resources={SESSION: run_session},
        executor=dg.in_process_executor,
    )


defs = build_definitions(Workspace.find())
