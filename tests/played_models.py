"""The dbt models compiled once: every model and seed as SQL, for whole tables and for an increment, in their order.

Holds the compiling, its cache on disk and the order of nodes. Must not run a model (`played.py`).
"""

import fcntl
import graphlib
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from dagster_project.dbt_command import dbt_environment, project_fingerprint
from dagster_project.resources import dbt_project_dir
from dagster_project.workspace import init_workspace

_CACHE = Path(__file__).parents[1] / ".pytest_cache" / "compiled"
_COMPILER = Path(__file__).with_name("compile_both.py")
_PARSED = "partial_parse.msgpack"
RELATIVE_PATHS = {"AMORCE_WAREHOUSE": "warehouse.duckdb", "AMORCE_MARTS": "marts.duckdb", "AMORCE_TMP": "tmp"}
"""Where dbt's files are, seen from the folder that it runs in: dbt parses anew where these differ."""
Change = Callable[[str], str]
"""What becomes of a model's SQL."""
_MADE_OF = {"model", "seed"}


@dataclass(frozen=True)
class Node:
    """A model or seed: where it stands, what makes it, and the names of what it reads.

    A table of schema `landing` is read by the name `landing.<table>`.
    """

    name: str
    database: str
    schema: str
    kind: str
    """`table`, `view` or `seed`."""
    sql: str
    """A query; of a seed the path of its file."""
    reads: tuple[str, ...]
    increment_sql: str = ""
    """The query of an increment, with the default settings only."""
    key: str = ""
    """Of a table that an increment mends: the column by which its rows are taken out,"""
    changed: str = ""
    """and the relation with the keys of those that are."""

    @property
    def relation(self) -> str:
        """The full name to create."""
        return f'"{self.database}"."{self.schema}"."{self.name}"'

    def creation(self, change: Change = str) -> str:
        """The statement that makes it, whatever was there before; `change` alters the query."""
        query = f"from read_csv('{self.sql}')" if self.kind == "seed" else self.sql
        return f"create or replace {'view' if self.kind == 'view' else 'table'} {self.relation} as {change(query)}"

    def mending(self) -> list[str]:
        """The statements of an increment."""
        if not self.key:
            return [self.creation() if self.kind == "seed" else replace(self, sql=self.increment_sql).creation()]
        return [
            f"delete from {self.relation} where {self.key} in (select {self.key} from {self.changed})",
            f"insert into {self.relation} by name {self.increment_sql}",
        ]


@dataclass(frozen=True)
class Models:
    """All nodes, each after those that it reads."""

    nodes: tuple[Node, ...]

    def named(self, name: str) -> Node:
        """The node of that name; raises KeyError where there is none."""
        return {node.name: node for node in self.nodes}[name]

    def above(self, *names: str) -> set[str]:
        """`names` and the names of all nodes that they read, directly or through others."""
        reached = set(names)
        for node in reversed(self.nodes):
            if node.name in reached:
                reached.update(node.reads)
        return reached

    def below(self, *names: str) -> tuple[Node, ...]:
        """The nodes that read one of `names`, directly or through others, in order."""
        reached = set(names)
        below = []
        for node in self.nodes:
            if reached & set(node.reads):
                reached.add(node.name)
                below.append(node)
        return tuple(below)


@cache
def compiled_models(variables: str = "") -> Models:
    """The models as they are now, compiled unless this version was compiled before.

    `variables` is JSON for dbt's `--vars`. Processes that ask at the same time wait for the first.
    """
    kept = _cache() / f"{hashlib.sha256(variables.encode()).hexdigest()[:16]}.json"
    with _only_process():
        if not kept.exists():
            for other in _CACHE.iterdir():
                if other.is_dir() and other != kept.parent:
                    shutil.rmtree(other)
            kept.parent.mkdir(exist_ok=True)
            written = kept.with_suffix(".part")
            written.write_text(json.dumps([asdict(node) for node in _compile(variables, kept.parent)]), "utf-8")
            written.rename(kept)
        listed = json.loads(kept.read_text(encoding="utf-8"))
    return Models(tuple(Node(**{**entry, "reads": tuple(entry["reads"])}) for entry in listed))


def lay_parsed_project(target: Path) -> None:
    """Put the parsed project into a dbt target folder that has none: half of what a call of dbt costs is parsing.

    dbt still looks at every file, and parses anew what differs. It has to be called with `RELATIVE_PATHS`.
    """
    if not (target / _PARSED).exists():
        compiled_models()
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_cache() / _PARSED, target / _PARSED)


def _cache() -> Path:
    """The folder of this version of the models, and of what compiles them."""
    compiler = hashlib.sha256(Path(__file__).read_bytes() + _COMPILER.read_bytes()).hexdigest()
    return _CACHE / f"{project_fingerprint()[:16]}-{compiler[:8]}"


@contextmanager
def _only_process() -> Iterator[None]:
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compile(variables: str, kept: Path) -> list[Node]:
    """The nodes in order; the project as it was parsed without variables stays in the folder `kept`."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = init_workspace(Path(folder) / "workspace", "a key for tests only, of invented people")
        workspace.prepare()
        done = subprocess.run(
            [sys.executable, str(_COMPILER), str(workspace.target_dir), variables or "{}"],
            env={**dbt_environment(workspace), **RELATIVE_PATHS},
            cwd=workspace.root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        if not variables:
            shutil.copyfile(workspace.target_dir / _PARSED, kept / _PARSED)
        manifest = json.loads((workspace.target_dir / "whole.json").read_text(encoding="utf-8"))
        increment: dict[str, str] = {}
        if not variables:
            mending = json.loads((workspace.target_dir / "increment.json").read_text(encoding="utf-8"))
            increment = {key: entry.get("compiled_code") or "" for key, entry in mending["nodes"].items()}
    found = {key: entry for key, entry in manifest["nodes"].items() if entry["resource_type"] in _MADE_OF}
    names = {key: entry["alias"] for key, entry in found.items()}
    names |= {key: f"{entry['schema']}.{entry['name']}" for key, entry in manifest["sources"].items()}
    relations = {entry["alias"]: entry["relation_name"] for entry in found.values()}
    reads = {key: tuple(entry["depends_on"].get("nodes", [])) for key, entry in found.items()}
    return [
        Node(
            name=names[key],
            database=found[key]["database"],
            schema=found[key]["schema"],
            kind=_kind(found[key]["resource_type"], found[key]["config"]["materialized"]),
            sql=found[key].get("compiled_code") or str(dbt_project_dir() / found[key]["original_file_path"]),
            reads=tuple(names[parent] for parent in reads[key]),
            increment_sql=increment.get(key, ""),
            key=found[key]["config"]["meta"].get("key", ""),
            changed=_relation_of(found[key]["config"]["meta"].get("changed", ""), relations),
        )
        for key in graphlib.TopologicalSorter(reads).static_order()
        if key in found
    ]


def _kind(resource_type: str, materialized: str) -> str:
    if resource_type == "seed" or materialized == "view":
        return "seed" if resource_type == "seed" else "view"
    return "table"


def _relation_of(name: str, relations: Mapping[str, str]) -> str:
    """A model by its name; a relation of another schema as it is written."""
    return relations.get(name, name and f"warehouse.{name}")
