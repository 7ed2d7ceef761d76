"""What is computed in Python on the marts being built, as assets between the models and the laws.

Thin: `claims_store.py` reads aggregates and writes the table.
"""

from collections.abc import Sequence

import dagster as dg

from dagster_project.assets.session import SESSION, session_of
from dagster_project.claims_store import write_claims

CLAIMS = dg.AssetKey(["marts", "claims"])


def build_claims_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """`claims`, judged once all marts of the models are built."""

    @dg.asset(
        key=CLAIMS,
        deps=marts,
        group_name="statistics",
        kinds={"python", "duckdb"},
        required_resource_keys={SESSION},
        description="One row per claim of the books: benchmark, what was measured, verdict and reason.",
    )
    def claims(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        session = session_of(context)
        with session.recorder.stage("statistics"):
            judged = write_claims(session.workspace)
        return dg.MaterializeResult(metadata={claim.benchmark.claim: claim.verdict for claim in judged})

    return claims
