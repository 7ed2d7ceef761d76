"""The age of the sources as a Dagster check of the published marts: a warning, never a law.

Thin: `dagster_project.freshness` compares; here its findings become a check. It is no part of the job `amorce`, whose
result must not depend on the day on which it runs.
"""

import dagster as dg

from dagster_project.assets.publication import PUBLISHED_MARTS
from dagster_project.freshness import silent_contracts
from dagster_project.workspace import Workspace


@dg.asset_check(
    asset=PUBLISHED_MARTS,
    name="sources_are_fresh",
    blocking=False,
    description="Every living source was seen within its cadence and grace, by today's clock.",
)
def sources_are_fresh() -> dg.AssetCheckResult:
    """Warn of sources that are silent by today's clock, unless somebody accepted it."""
    workspace = Workspace.find()
    if not workspace.published_marts_path.is_file():
        return dg.AssetCheckResult(
            passed=False, severity=dg.AssetCheckSeverity.WARN, description="Nothing is published yet."
        )
    silent = [entry for entry in silent_contracts(workspace) if entry.accepted_until is None]
    records = [
        dg.TableRecord(
            {
                "contract": entry.contract,
                "last seen": entry.last_seen,
                "days": entry.days,
                "allowed": entry.allowed_days,
            }
        )
        for entry in silent
    ]
    named = ", ".join(f"{entry.contract} ({entry.days} days, {entry.allowed_days} allowed)" for entry in silent)
    return dg.AssetCheckResult(
        passed=not silent,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"Silent by today's clock: {named}." if silent else "No source is silent by today's clock.",
        metadata={"silent sources": dg.MetadataValue.table(records)} if records else {"silent sources": 0},
    )
