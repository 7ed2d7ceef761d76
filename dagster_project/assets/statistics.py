"""What is computed in Python on the marts being built, as assets between the models and the laws.

Thin: the `*_store.py` modules read aggregates and write the tables.
"""

from collections import Counter
from collections.abc import Sequence

import dagster as dg

from dagster_project.assets.session import SESSION, session_of
from dagster_project.channel_credit_store import write_channel_credit
from dagster_project.claims_store import write_claims
from dagster_project.customer_store import write_customers
from dagster_project.forecast_store import write_forecast
from dagster_project.onboarding_store import write_retention
from dagster_project.priming_store import write_priming

CLAIMS = dg.AssetKey(["marts", "claims"])
PRIMING_LAGS = dg.AssetKey(["marts", "priming_lags"])


def build_priming_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """`priming_lags` and what follows from it: kernels, stops and their reasons, advice, plans, the halo."""

    @dg.asset(
        key=PRIMING_LAGS,
        deps=marts,
        group_name="statistics",
        kinds={"python", "duckdb"},
        required_resource_keys={SESSION},
        description="One row per segment: how long outflows take to bring returns, how many, and the verdict. Beside "
        "it fitted_parameters, outflow_stops, stop_reasons, persistence_advice, outflow_plan and the halo.",
    )
    def priming_lags(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        session = session_of(context)
        with session.recorder.stage("priming"):
            judged = write_priming(session.workspace)
        # Segments by number only: their names are text of exports, which events must not show.
        verdicts = Counter(each.judgement.verdict for each in judged)
        return dg.MaterializeResult(metadata=dict(sorted(verdicts.items())))

    return priming_lags


def build_claims_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """`claims`, judged once all marts of the models are built; Markov and Shapley credit before them."""

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
            write_channel_credit(session.workspace)
            write_retention(session.workspace)
            write_customers(session.workspace)
            write_forecast(session.workspace)
            judged = write_claims(session.workspace)
        return dg.MaterializeResult(metadata={claim.benchmark.claim: claim.verdict for claim in judged})

    return claims
