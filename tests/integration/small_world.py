"""Markets of a few persons, written by hand as three home-made files and played.

Holds the files, their contracts, and questions that any mart can be asked. No assertions.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

from played import HASH_KEY, Played, play

from dagster_project.claims_store import write_claims
from dagster_project.customer_store import write_customers
from dagster_project.landing import load_workspace_contracts
from dagster_project.priming_store import write_priming
from dagster_project.statistics.verdicts import Claim
from dagster_project.workspace import Workspace, init_workspace

EXPORTED_ON = "2025-07-01"
_CONTRACT = """
    name: {name}
    system: by_hand
    files: ["{name}-*.csv"]
    exported_at: {{from_name: "(\\\\d{{4}}-\\\\d{{2}}-\\\\d{{2}})"}}
    format: {{timezone: Europe/Paris, dates: ["%Y-%m-%d %H:%M"]}}
    feeds:
      {feed}
"""
_FEEDS = {
    "sent": """outflows:
        constants: {purpose: marketing, level: person}
        columns: {outflow_id: {from: [Id]}, email: {from: [Who]}, sent_at: {from: [When]}, channel: {from: [What]}}""",
    "came": """returns:
        return_source: visits
        constants: {kind: walk_in}
        columns: {return_id: {from: [Id]}, email: {from: [Who]}, returned_at: {from: [When]}}""",
    "bought": """orders:
        return_source: till
        constants: {kind: order, currency: EUR}
        columns: {order_id: {from: [Id]}, email: {from: [Who]}, ordered_at: {from: [When]}, amount: {from: [What]}}""",
}
Event = tuple[int, str, str]
"""Number of a person, a moment, and what was sent (a channel) or paid (an amount)."""


@dataclass(frozen=True)
class SmallWorld:
    """What happened; without rows a file was never delivered."""

    sent: list[Event] = field(default_factory=list)
    came: list[Event] = field(default_factory=list)
    bought: list[Event] = field(default_factory=list)

    def write(self, root: Path) -> Workspace:
        """A workspace whose inbox holds the world's files."""
        workspace = init_workspace(root, HASH_KEY)
        for name, events in (("sent", self.sent), ("came", self.came), ("bought", self.bought)):
            contract = dedent(_CONTRACT).format(name=name, feed=_FEEDS[name].replace("\n    ", "\n  "))
            (workspace.contracts_dir / f"{name}.yml").write_text(contract, encoding="utf-8")
            if events:
                path = workspace.inbox / f"{name}-{EXPORTED_ON}.csv"
                path.write_text(_csv(events), encoding="utf-8")
        return workspace

    def play(self, root: Path, variables: str = "") -> Played:
        """The world landed and built, with settings of the models as JSON."""
        workspace = self.write(root)
        return play(workspace, load_workspace_contracts(workspace), variables)


def claims_of(played: Played) -> dict[str, Claim]:
    """The claims judged on the marts of a play, by name."""
    played.close()
    write_priming(played.workspace)
    write_customers(played.workspace)
    return {claim.benchmark.claim: claim for claim in write_claims(played.workspace)}


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


def _csv(events: list[Event]) -> str:
    rows = [
        f"{number},person{person}@company{person}.example,{moment},{what}"
        for number, (person, moment, what) in enumerate(events, start=1)
    ]
    return "\n".join(["Id,Who,When,What", *rows]) + "\n"
