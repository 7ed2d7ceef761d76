"""Questions that any played market can be asked: its claims, its report, how much there is, what is no number.

No assertions.
"""

import math
from collections.abc import Iterable
from typing import Any

from played import Played

from dagster_project.claims_store import write_claims
from dagster_project.customer_store import write_customers
from dagster_project.forecast_store import write_forecast
from dagster_project.onboarding_store import write_retention
from dagster_project.priming_store import write_priming
from dagster_project.report.write import write_report
from dagster_project.statistics.verdicts import Claim


def claims_of(played: Played) -> dict[str, Claim]:
    """The claims judged on the marts of a play, by name."""
    played.close()
    write_priming(played.workspace)
    write_retention(played.workspace)
    write_customers(played.workspace)
    write_forecast(played.workspace)
    return {claim.benchmark.claim: claim for claim in write_claims(played.workspace)}


def report_of(played: Played) -> str:
    """The report on a play whose laws and claims were judged."""
    played.close()
    workspace = played.workspace
    target = workspace.root / "report.html"
    return write_report(workspace.marts_path, target, "Played", workspace.state_dir).read_text(encoding="utf-8")


def counts_of(played: Played, *marts: str) -> dict[str, int]:
    """How many rows each mart has."""
    return {mart: played.query(f"select count(*) from marts.{mart}")[0][0] for mart in marts}


def endless_values(played: Played) -> list[str]:
    """Columns of marts with a value that is no finite number."""
    found = []
    for node in played.models.nodes:
        if node.database == "marts":
            rows = played.query(f"from {node.relation}")
            names = [name for name, *_ in played.query(f"describe {node.relation}")]
            found += [f"{node.name}.{name}" for name in _endless(names, rows)]
    return found


def _endless(names: list[str], rows: Iterable[tuple[Any, ...]]) -> set[str]:
    return {
        name
        for row in rows
        for name, value in zip(names, row, strict=True)
        if isinstance(value, float) and not math.isfinite(value)
    }
