"""Markets of a few persons, written by hand as three home-made files and played.

Holds the files and their contracts. No assertions.
"""

from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from played import HASH_KEY, Played, play

from dagster_project.landing import load_workspace_contracts
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


def _csv(events: list[Event]) -> str:
    rows = [
        f"{number},person{person}@company{person}.example,{moment},{what}"
        for number, (person, moment, what) in enumerate(events, start=1)
    ]
    return "\n".join(["Id,Who,When,What", *rows]) + "\n"
