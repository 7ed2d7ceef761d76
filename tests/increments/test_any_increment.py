"""Whatever is delivered after a build: mending its tables gives the same rows as making them all anew.

Three sequences of deliveries always, fifty in the soak, which goes on where it was stopped.
"""

from pathlib import Path

import duckdb
import pytest
from chance_deliveries import Market, chance_workspace
from played import Played
from played_models import compiled_models
from progress import Progress

from dagster_project.increment import MENDED_TABLES, note_build, plan_build
from dagster_project.inputs import current_inputs
from dagster_project.landing import load_workspace_contracts
from dagster_project.landing.withdrawal import withdraw

_SEQUENCES = 50
_STEPS = 6
_MENDED = tuple(relation.rsplit(".", 1)[1] for relation in MENDED_TABLES)
Hashes = dict[str, tuple[int, int]]


class Trial:
    """A workspace in which each delivery is built twice: into the tables of the build before, and from nothing."""

    def __init__(self, root: Path, seed: int, names: tuple[str, ...] = _MENDED) -> None:
        self._market = Market(seed)
        self._names = names
        self.workspace = chance_workspace(root)
        self._contracts = load_workspace_contracts(self.workspace)
        self.played = Played(self.workspace, self._contracts, compiled_models())

    def deliver(self) -> None:
        """Let the next files arrive and land them."""
        for name, text in self._market.next_files().items():
            (self.workspace.inbox / name).write_text(text, encoding="utf-8")
        self.played.land()

    def build(self) -> str | None:
        """Build as a run would; returns why whole tables were made."""
        inputs = current_inputs(self.workspace, self._contracts)
        plan = plan_build(self.played.con, self.workspace, inputs, largest_share=1)
        if plan.is_increment:
            self.played.mend(*self._names)
        elif self._names:
            self.played.build(*self._names)
        else:
            self.played.rebuild()
        note_build(self.played.con, plan)
        return plan.reason

    def differing(self) -> list[str]:
        """The tables that a build from nothing makes otherwise."""
        whole = Played(self.workspace, self._contracts, self.played.models, None, empty_database())
        whole.register()
        if self._names:
            whole.build(*self._names)
        else:
            whole.rebuild()
        names = self._names or tuple(node.name for node in whole.models.nodes if node.name != "run_info")
        mended, made = hashes(self.played, names), hashes(whole, names)
        whole.discard()
        return [name for name in names if mended[name] != made[name]]


def empty_database() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("attach ':memory:' as warehouse; attach ':memory:' as marts; use warehouse")
    con.execute("set timezone = 'UTC'; set threads = 1")
    return con


def hashes(played: Played, names: tuple[str, ...]) -> Hashes:
    relations = {node.name: node.relation for node in played.models.nodes if node.name in names}
    return {
        name: played.query(f"select count(*), cast(coalesce(sum(hash(t)), 0) as hugeint) from {relation} t")[0]
        for name, relation in relations.items()
    }


def play_sequence(root: Path, seed: int, names: tuple[str, ...] = _MENDED) -> int:
    """Play the deliveries of a seed; returns how many of the builds were increments."""
    trial = Trial(root, seed, names)
    increments = 0
    for step in range(_STEPS):
        trial.deliver()
        reason = trial.build()
        increments += reason is None
        assert trial.differing() == [], f"sequence {seed}, step {step}, {reason or 'an increment'}"
    trial.played.discard()
    return increments


@pytest.mark.parametrize("seed", range(3))
def test_mended_tables_hold_what_tables_made_anew_hold(tmp_path: Path, seed: int) -> None:
    assert play_sequence(tmp_path / "workspace", seed) > 0
