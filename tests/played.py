"""A run without Dagster and without dbt: landing, models and laws in this process, on two files of its own.

Holds the playing of a workspace, the playing again of a part of it, and copies to injure. No assertions. A play of a
small inbox takes a second beside landing; a copy and its laws half a second.
"""

import shutil
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from played_models import Change, Models, Node, compiled_models

from dagster_project.channel_credit_store import write_channel_credit_by
from dagster_project.landing import RunStamp, land, load_workspace_contracts, register
from dagster_project.landing.contract import Contract
from dagster_project.waivers import read_waivers
from dagster_project.workspace import Workspace, init_workspace
from expectations.laws import fill_law_results

HASH_KEY = "a key for tests only, of invented people"
CREDITED_FROM = {"attribution_summary", "int_channel_places__counted", "int_channel_steps__counted"}
"""Whoever makes one of these anew has Markov and Shapley credit worked out anew."""


def fill_inbox(root: Path, exports: Path) -> Workspace:
    """A new workspace in `root` whose inbox is a copy of `exports`, without the truth of simulated ones."""
    workspace = init_workspace(root, HASH_KEY)
    shutil.copytree(exports, workspace.inbox, dirs_exist_ok=True)
    shutil.rmtree(workspace.inbox / "truth", ignore_errors=True)
    if (workspace.inbox / "rates.csv").is_file():
        (workspace.inbox / "rates.csv").replace(workspace.rates_path)
    for path in workspace.inbox.glob("*.md"):
        path.unlink()
    return workspace


def play(
    workspace: Workspace,
    contracts: Mapping[str, Contract] | None = None,
    variables: str = "",
    models: Sequence[str] = (),
) -> "Played":
    """Land the inbox of a workspace and build from it every model, or only `models` and what they read.

    The laws, which need every model, are checked when they are asked for.
    """
    played = Played(workspace, contracts or load_workspace_contracts(workspace), compiled_models(variables))
    played.land()
    if models:
        played.build(*models)
    else:
        played.rebuild()
    return played


@dataclass
class Played:
    """A workspace with its warehouse and marts built, opened for questions and for harm."""

    workspace: Workspace
    contracts: Mapping[str, Contract] = field(repr=False)
    models: Models = field(repr=False)
    built: frozenset[str] | None = field(default=None, repr=False)
    """The nodes that are worth building; None: all."""
    connection: duckdb.DuckDBPyConnection | None = field(default=None, repr=False)
    """Opened with the first question, unless one to other files is given."""
    _is_judged: bool = False

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The catalogs `warehouse` (the default) and `marts`, writable; of small blocks, so that a copy is quick."""
        if self.connection is None:
            self.workspace.prepare()
            self.connection = duckdb.connect()
            self.connection.execute(
                "set timezone = 'UTC'; set preserve_insertion_order = false; set threads = 1; "
                f"attach '{self.workspace.warehouse_path}' as warehouse (block_size 16384); "
                f"attach '{self.workspace.marts_path}' as marts (block_size 16384); use warehouse"
            )
        return self.connection

    def land(self) -> None:
        """Land what is new in the inbox, and register all that landed."""
        land(self.workspace, self.contracts)
        self.register()

    def register(self) -> None:
        """Make schema `landing` anew from what lies in the workspace's landing."""
        register(self.con, self.workspace, self.contracts, RunStamp("run-1", "0.0.0"))
        self._is_judged = False

    def rebuild(self, *names: str, altered: Mapping[str, Change] | None = None) -> None:
        """Build the nodes `names` and all that read them; without names, all.

        `altered` changes the SQL of nodes by their name, for this building only.
        """
        below = self.models.below(*names)
        chosen = [node for node in self.models.nodes if not names or node.name in names or node in below]
        self._make(chosen, altered or {})

    def mend(self, *names: str) -> None:
        """Build an increment: of some tables only what is new; `names` and what they read, or all."""
        above = self.models.above(*names)
        for node in self.models.nodes:
            if not names or node.name in above:
                for statement in node.mending():
                    self.con.execute(statement)
        self._after({node.name for node in self.models.nodes if not names or node.name in above})

    def build(self, *names: str) -> None:
        """Build the nodes `names` and all that they read, and nothing else."""
        above = self.models.above(*names)
        self._make([node for node in self.models.nodes if node.name in above], {})

    def rebuild_after(self, *names: str) -> None:
        """Build all that read the nodes `names`, which stay as they are; `landing.<table>` names a landed one."""
        self._make(self.models.below(*names), {})

    def execute(self, sql: str) -> None:
        """Run SQL on warehouse and marts, as a fault of the pipeline would have left them."""
        self.con.execute(sql)
        self._is_judged = False

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on warehouse and marts."""
        return self.con.execute(sql).fetchall()

    def laws(self) -> list[tuple[str, str, str, Any, Any]]:
        """Rows of `law_results`: law, source, period, expected, found."""
        if not self._is_judged:
            fill_law_results(self.con, self.workspace.settings.unknown_files, read_waivers(self.workspace))
            self._is_judged = True
        return self.query("select law, source, period, expected, found from marts.law_results order by 1, 2, 3")

    def failed_laws(self) -> set[str]:
        """The laws that differ for some source and period."""
        return {law for law, _, _, expected, found in self.laws() if expected != found}

    def marts_hash(self) -> dict[str, tuple[int, int]]:
        """Per mart the number of rows and a hash of what they hold, whatever their order; `run_info` left out."""
        return {
            node.name: self.query(
                f"select count(*), cast(coalesce(sum(hash(t)), 0) as hugeint) from {node.relation} t"
            )[0]
            for node in self.models.nodes
            if node.database == "marts" and node.name != "run_info"
        }

    def copy(self, root: Path) -> "Played":
        """The same in a folder of its own, to be changed; its landing is shared unless the copy registers anew."""
        self.close()
        shutil.copytree(self.workspace.root, root, symlinks=True)
        return Played(Workspace.load(root), self.contracts, self.models)

    def copy_of_tables(self, root: Path, built: frozenset[str]) -> "Played":
        """The same without inbox and landing, in which only the nodes `built` are ever built anew."""
        self.close()
        shutil.copytree(self.workspace.root, root, ignore=shutil.ignore_patterns("inbox", "landing", "target", "logs"))
        return Played(Workspace.load(root), self.contracts, self.models, built)

    def close(self) -> None:
        """Give the files back, whole; the next question opens them again."""
        if self.connection is not None:
            self.connection.execute("checkpoint warehouse; checkpoint marts")
            self.connection.close()
            self.connection = None

    def discard(self) -> None:
        """Give the files back as they are: nobody opens them again."""
        if self.connection is not None:
            self.connection.execute("pragma disable_checkpoint_on_shutdown")
            self.connection.close()
            self.connection = None

    def _make(self, nodes: Sequence[Node], altered: Mapping[str, Change]) -> None:
        nodes = [node for node in nodes if self.built is None or node.name in self.built]
        unknown = set(altered) - {node.name for node in nodes}
        assert not unknown, f"altered but not built: {unknown}"
        for schema in dict.fromkeys(f'"{node.database}"."{node.schema}"' for node in nodes):
            self.con.execute(f"create schema if not exists {schema}")
        for node in nodes:
            self.con.execute(node.creation(altered.get(node.name, str)))
        self._after({node.name for node in nodes})

    def _after(self, made: Set[str]) -> None:
        if CREDITED_FROM & made:
            write_channel_credit_by(self.con)
        self._is_judged = False


def instead(old: str, new: str) -> Change:
    """The change of a model's SQL that writes `new` for `old`, which must stand in it."""

    def change(sql: str) -> str:
        assert old in sql, f"{old!r} does not stand in the model"
        return sql.replace(old, new)

    return change
