"""`amorce run` at size: cold, with nothing new, a day later, nearly empty, beside a script by hand on the same files.

Holds the sequence and the table. Nothing is asserted: a budget that is missed is a number in the table.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exports import exports_of
from benchmarks.increment import deliver_increment
from benchmarks.measuring import Cost, measure, size_of
from dagster_project.demo import DEMO_HASH_KEY
from dagster_project.workspace import Workspace, init_workspace

_SLOWEST_MODELS = 15
# What the script by hand writes too: persons, touchpoints with their credits and sums, ranks, weekly counts.
_ALSO_BY_HAND = ("dim_contacts", "attribution_summary", "pareto_customers", "priming_weeks")
# Folders of marts about customers: what they alone need is told apart from all other marts.
_CUSTOMERS = ("pareto", "growth", "coverage", "onboarding", "maturity", "forecast")


@dataclass(frozen=True)
class Measured:
    """What was measured on one set of exports, in the order of its fields; disk in bytes."""

    scale: str
    csv_bytes: int
    bare_read: Cost
    by_hand: Cost
    nearly_empty: Cost
    cold: Cost
    stages: dict[str, float]
    models: list[tuple[str, float]]
    parts: dict[str, tuple[int, float]]
    disk_bytes: int
    nothing_new: Cost
    new_outflows: int
    increment: Cost
    increment_stages: dict[str, float]

    @property
    def ratio(self) -> float:
        """(run − fixed seconds) ÷ the script by hand, in seconds of the clock."""
        return (self.cold.seconds - self.nearly_empty.seconds) / self.by_hand.seconds

    @property
    def cpu_ratio(self) -> float:
        """The same in CPU seconds, which other work on the machine changes less."""
        return (self.cold.cpu_seconds - self.nearly_empty.cpu_seconds) / self.by_hand.cpu_seconds


def measure_runs(scale: str, folder: Path, memory_limit: str) -> Measured:
    """Measure everything on the exports of `scale`, which are kept in `folder`; all else there is removed."""
    exports = exports_of(scale, folder)
    limits = {"AMORCE_MEMORY_LIMIT": memory_limit} if memory_limit else {}
    scratch = folder / f"{scale}-scratch"
    by_hand, bare_read = (_compared(way, exports, scratch, limits) for way in ("by_hand", "bare_read"))
    workspace = _workspace(folder / f"{scale}-nearly-empty", exports_of("nearly_empty", folder))
    nearly_empty = _run(workspace, limits)
    shutil.rmtree(workspace.root)
    workspace = _workspace(folder / f"{scale}-workspace", exports)
    cold = _run(workspace, limits)
    stages, models, parts = _stages(workspace), _models(workspace), _parts(workspace)
    disk = size_of(workspace.root) - size_of(workspace.inbox)
    nothing_new = _run(workspace, limits)
    new_outflows = deliver_increment(workspace.inbox)
    increment = _run(workspace, limits)
    later = (new_outflows, increment, _stages(workspace))
    shutil.rmtree(workspace.root)
    csv_bytes = size_of(exports) - size_of(exports / "truth")
    run = (nearly_empty, cold, stages, models, parts, disk, nothing_new)
    return Measured(scale, csv_bytes, bare_read, by_hand, *run, *later)


def _compared(way: str, exports: Path, scratch: Path, limits: dict[str, str]) -> Cost:
    cost = measure([sys.executable, "-m", "benchmarks.baseline", way, str(exports), str(scratch)], limits)
    shutil.rmtree(scratch)
    return cost


def _run(workspace: Workspace, limits: dict[str, str]) -> Cost:
    return measure([sys.executable, "-m", "dagster_project", "run", "--workspace", str(workspace.root)], limits)


def _workspace(root: Path, exports: Path) -> Workspace:
    """A new workspace in which the exports lie under a second name: they are neither copied nor counted as its own."""
    shutil.rmtree(root, ignore_errors=True)
    workspace = init_workspace(root, hash_key=DEMO_HASH_KEY)
    shutil.copyfile(exports / "rates.csv", workspace.rates_path)
    for folder in sorted(path for path in exports.iterdir() if path.is_dir() and path.name != "truth"):
        shutil.copytree(folder, workspace.inbox / folder.name, copy_function=os.link)
    return workspace


def _stages(workspace: Workspace) -> dict[str, float]:
    """Seconds of each stage, from the record of the latest run."""
    record = max((workspace.state_dir / "runs").glob("*.json"))
    seconds: dict[str, float] = json.loads(record.read_text(encoding="utf-8"))["seconds"]
    return seconds


def _models(workspace: Workspace) -> list[tuple[str, float]]:
    """All models and their seconds, the slowest first; dbt builds two at a time: each has half of the machine."""
    results = json.loads((workspace.target_dir / "run_results.json").read_text(encoding="utf-8"))["results"]
    timed = [(str(result["unique_id"]).split(".")[-1], float(result["execution_time"])) for result in results]
    return sorted(timed, key=lambda model: -model[1])


def _parts(workspace: Workspace) -> dict[str, tuple[int, float]]:
    """How many models, and how many seconds of them, each part of the marts needs."""
    manifest = json.loads((workspace.target_dir / "manifest.json").read_text(encoding="utf-8"))
    parents = {key.split(".")[-1]: [each.split(".")[-1] for each in of] for key, of in manifest["parent_map"].items()}
    marts = {node["name"]: node["fqn"][2] for node in manifest["nodes"].values() if node["fqn"][1] == "marts"}
    seconds = dict(_models(workspace))

    def needed(by: Iterable[str]) -> set[str]:
        found, next_ones = set[str](), list(by)
        while next_ones:
            name = next_ones.pop()
            if name not in found:
                found.add(name)
                next_ones += parents.get(name, [])
        return found & set(seconds)

    others = needed(name for name, folder in marts.items() if folder not in _CUSTOMERS)
    parts = {
        "what the script by hand writes too": needed(_ALSO_BY_HAND),
        "marts about customers, beyond what other marts need": set(seconds) - others,
        "all": set(seconds),
    }
    return {part: (len(names), sum(seconds[name] for name in names)) for part, names in parts.items()}


def table(measured: Measured) -> str:
    """The Markdown of docs/benchmarks.md."""
    rows = {
        "bare `read_csv` of every file into tables of text": measured.bare_read,
        "the script by hand": measured.by_hand,
        "`amorce run`, nearly empty inbox: the fixed seconds": measured.nearly_empty,
        "`amorce run`, cold": measured.cold,
        "`amorce run`, nothing new": measured.nothing_new,
        f"`amorce run`, {measured.new_outflows:,} new outflows and all contacts on top": measured.increment,
    }
    lines = [
        f"{measured.scale}: {measured.csv_bytes / 1e6:,.0f} MB of CSV.",
        "",
        "| what | seconds | CPU seconds | peak MB of all processes |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {label} | {cost.seconds:.1f} | {cost.cpu_seconds:.1f} | {cost.peak_mb:,.0f} |"
            for label, cost in rows.items()
        ),
        "",
        f"Ratio (cold − fixed) ÷ by hand: {measured.ratio:.2f} in seconds, {measured.cpu_ratio:.2f} in CPU seconds. "
        f"Disk: {measured.disk_bytes / 1e6:,.0f} MB, {measured.disk_bytes / measured.csv_bytes:.1f} × the CSV.",
        "",
        f"Seconds per stage, cold: {_listed(measured.stages)}. On top: {_listed(measured.increment_stages)}.",
        "",
        "Models, two at a time: "
        + "; ".join(f"{part}: {count} in {seconds:.1f} s" for part, (count, seconds) in measured.parts.items())
        + ". Slowest: "
        + ", ".join(f"`{name}` {seconds:.1f}" for name, seconds in measured.models[:_SLOWEST_MODELS])
        + ".",
    ]
    return "\n".join(lines)


def _listed(seconds_of: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in seconds_of.items())
