"""A workspace in which each delivery is built twice: into the tables of the build before, and from nothing.

Holds the delivering, the building and the comparing; no assertions.
"""

import random
import shutil
from pathlib import Path

import duckdb
from chance_deliveries import Market, chance_workspace
from played import Played
from played_models import Node, compiled_models

from dagster_project.increment import FORMER_TABLES, LARGEST_SHARE, MENDED_TABLES, BuildPlan, note_build, plan_build
from dagster_project.inputs import current_inputs
from dagster_project.landing import load_workspace_contracts, withdraw
from dagster_project.workspace import Workspace

MENDED = tuple(relation.rsplit(".", 1)[1] for relation in MENDED_TABLES)
"""The tables that an increment mends; they and what they read are all that such a trial builds."""
EVERY_TABLE: tuple[str, ...] = ()
_OF_THE_RUN = "run_info"


class Trial:
    """One sequence of deliveries."""

    def __init__(self, root: Path, seed: int, names: tuple[str, ...] = MENDED) -> None:
        self._market = Market(seed)
        self._chance = random.Random(seed)  # noqa: S311  # a sequence to be repeated, no secret
        self._names = names
        self._contracts = load_workspace_contracts(workspace := chance_workspace(root))
        self.workspace = workspace
        self.played = Played(workspace, self._contracts, compiled_models())

    def deliver(self) -> None:
        """Let the next files arrive and land them; now and then one that came before is withdrawn."""
        landed = sorted((self.workspace.landing_dir / "store").glob("*/*")) if self._chance.random() < 0.1 else []
        for name, text in self._market.next_files().items():
            (self.workspace.inbox / name).write_text(text, encoding="utf-8")
        if landed:
            withdraw(self.workspace, self._chance.choice(landed).name, "by chance")
        self.played.land()

    def plan(self, *, largest_share: float = LARGEST_SHARE, **inputs: str) -> BuildPlan:
        """What a run would do; `inputs` are given other fingerprints."""
        fingerprints = current_inputs(Workspace.load(self.workspace.root), self._contracts)
        changed = {name.replace("_", " "): fingerprint for name, fingerprint in inputs.items()}
        return plan_build(self.played.con, self.workspace, fingerprints | changed, largest_share=largest_share)

    def note(self, plan: BuildPlan) -> None:
        """Say that a build is complete."""
        note_build(self.played.con, plan)

    def build(self) -> str | None:
        """Build as a run would, however much is new; returns why whole tables were made."""
        plan = self.plan(largest_share=1)
        if plan.is_increment:
            self.played.mend(*self._names)
        else:
            self._make(self.played)
        self.note(plan)
        return plan.reason

    def make(self) -> None:
        """Make whole tables."""
        self._make(self.played)

    def has_tables(self) -> bool:
        """Whether all tables are there that an increment needs."""
        held = {name for (name,) in self.played.query("select table_name from duckdb_tables()")}
        return held >= {*MENDED, *FORMER_TABLES}

    def differing(self) -> list[str]:
        """The tables that a build from nothing makes otherwise."""
        whole = Played(self.workspace, self._contracts, self.played.models, None, _empty_database())
        whole.register()
        self._make(whole)
        mended, made = self._hashes(self.played), self._hashes(whole)
        whole.discard()
        return [name for name in made if mended[name] != made[name]]

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.played.query(f"select count(*) from {self.played.models.named(table).relation}")[0][0])

    def close(self) -> None:
        """Leave nothing behind."""
        self.played.discard()
        shutil.rmtree(self.workspace.root)

    def _make(self, played: Played) -> None:
        if self._names:
            played.build(*self._names)
        else:
            played.rebuild()

    def _hashes(self, played: Played) -> dict[str, tuple[int, int]]:
        """Per table the number of rows and a hash of what they hold, whatever their order."""
        relations = {
            node.name: node.relation
            for node in played.models.nodes
            if (node.name in self._names or not self._names) and _is_comparable(node)
        }
        return {
            name: played.query(f"select count(*), cast(coalesce(sum(hash(t)), 0) as hugeint) from {relation} t")[0]
            for name, relation in relations.items()
        }


def _is_comparable(node: Node) -> bool:
    """Not what an increment makes of changed things only, and not what names the run."""
    return bool(node.key or node.sql == node.increment_sql) and node.name != _OF_THE_RUN and node.kind != "seed"


def _empty_database() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("attach ':memory:' as warehouse; attach ':memory:' as marts; use warehouse")
    con.execute("set timezone = 'UTC'; set threads = 1; set preserve_insertion_order = false")
    return con
