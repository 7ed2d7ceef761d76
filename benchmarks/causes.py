"""How far credit is from causes: every model on simulated markets whose returns keep their cause.

Holds the worlds, the measures and the table. Nothing is asserted: a model that is fooled is a number in the table.
"""

import csv
import json
import math
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb

from benchmarks.measuring import measure
from dagster_project.demo import DEMO_HASH_KEY
from dagster_project.simulation import simulate
from dagster_project.workspace import Workspace, init_workspace

WORLDS = ("everyday", "companion", "last-touch-parasite", "always-on", "nothing-works", "season-timed")
SCOPES = ("person", "account")
_NOBODY = "(none)"
_SEED = 7
_CREDIT = """
select scope, model, channel, sum(conversions) as conversions, sum(cost) as cost
from attribution_summary
where conversion_type = 'return' and coalesce(month_basis, 'sent') = 'sent' and lookback_days = (
    select lookback_days from run_info
)
group by scope, model, channel
"""
_TOUCHED = """
select distinct paths.scope, returns.source, returns.return_id, returns.returned_at
from attribution_touchpoints as paths
inner join fct_returns as returns on returns.return_key = paths.conversion_key
where paths.conversion_type = 'return' and paths.touchpoints > 0
"""


@dataclass(frozen=True)
class Distance:
    """One model in one scope of one world. Shares are of all returns, `(none)` among them.

    `ordered_pairs` says of how many pairs of channels with costs it tells which is cheaper per return, of how many.
    """

    world: str
    scope: str
    model: str
    total_variation: float
    chance: float
    ordered_pairs: tuple[int, int]
    baseline_credited: int
    baseline: int


def measure_worlds(worlds: Sequence[str], scale: str, folder: Path) -> list[Distance]:
    """Simulate each world, run `amorce` on its exports, and compare; `folder` is scratch."""
    found = []
    for world in worlds:
        exports = folder / world / "exports"
        shutil.rmtree(folder / world, ignore_errors=True)
        simulate(exports, scale, _SEED, scenario=world)
        workspace = init_workspace(folder / world / "workspace", DEMO_HASH_KEY)
        _fill(workspace, exports)
        command = [sys.executable, "-m", "dagster_project", "run"]
        measure(command, {"AMORCE_WORKSPACE": str(workspace.root)})
        found += distances(world, workspace.published_dir / "marts.duckdb", exports / "truth")
    return found


def distances(world: str, marts: Path, truth: Path) -> list[Distance]:
    """Every model in both scopes of one world, from its marts and its truth."""
    known = json.loads((truth / "truth.json").read_text(encoding="utf-8"))
    caused: Mapping[str, int] = known["cause_channels"]
    with duckdb.connect(str(marts), read_only=True) as con:
        rows = con.execute(_CREDIT).fetchall()
        touched = con.execute(_TOUCHED).fetchall()
    baseline, of_baseline = _baseline_touched(touched, truth / "returns.csv")
    found = []
    for scope in SCOPES:
        costs = {
            channel: float(cost)
            for s, model, channel, _, cost in rows
            # Onboarding costs something and sends nothing.
            if (s, model) == (scope, "last") and cost and channel in known["outflows"]
        }
        for model in sorted({row[1] for row in rows}):
            credit = {row[2]: float(row[3]) for row in rows if row[:2] == (scope, model)}
            found.append(
                Distance(
                    world,
                    scope,
                    model,
                    total_variation(credit, caused),
                    chance_variation(caused),
                    _ordered_pairs(costs, credit, caused),
                    of_baseline[scope],
                    baseline,
                )
            )
    return found


def total_variation(credit: Mapping[str, float], caused: Mapping[str, float]) -> float:
    """Half the sum of differences of shares: 0 is equal, 1 is disjoint."""
    credited, whole = sum(credit.values()) or 1, sum(caused.values()) or 1
    names = credit.keys() | caused.keys()
    return math.fsum(abs(credit.get(name, 0) / credited - caused.get(name, 0) / whole) for name in names) / 2


def chance_variation(caused: Mapping[str, float]) -> float:
    """What chance alone would make of it: the mean total variation of so many draws from the causes' own shares."""
    whole = sum(caused.values()) or 1
    shares = [count / whole for count in caused.values()]
    return math.fsum(math.sqrt(2 * share * (1 - share) / (math.pi * whole)) for share in shares) / 2


def table(found: Sequence[Distance]) -> str:
    """Total variation by model and world, and below what all models of a scope share."""
    worlds = list(dict.fromkeys(each.world for each in found))
    models = list(dict.fromkeys(each.model for each in found))
    cells = {(each.world, each.scope, each.model): each for each in found}
    lines = [f"| scope, model | {' | '.join(worlds)} |", f"| --- |{' ---: |' * len(worlds)}"]
    for scope in SCOPES:
        for model in models:
            row = [cells[world, scope, model] for world in worlds]
            shown = (f"{each.total_variation:.3f} ({each.ordered_pairs[0]}/{each.ordered_pairs[1]})" for each in row)
            lines.append(f"| {scope} `{model}` | {' | '.join(shown)} |")
    first = models[0]
    by_chance = " | ".join(f"{cells[world, SCOPES[0], first].chance:.3f}" for world in worlds)
    lines.append(f"| by chance alone | {by_chance} |")
    for scope in SCOPES:
        row = [cells[world, scope, first] for world in worlds]
        shown = (f"{each.baseline_credited} of {each.baseline}" for each in row)
        lines.append(f"| uncaused returns credited, {scope} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _ordered_pairs(
    costs: Mapping[str, float], credit: Mapping[str, float], caused: Mapping[str, float]
) -> tuple[int, int]:
    """Channels with a cost, two by two: is the one that credit calls cheaper per return the cheaper one?

    A channel that caused nothing costs endlessly much per return; two such channels are no pair.
    """
    right, pairs = 0, 0
    for one, other in combinations(sorted(costs), 2):
        truly = _returns_per_cost(caused, costs, one) - _returns_per_cost(caused, costs, other)
        said = _returns_per_cost(credit, costs, one) - _returns_per_cost(credit, costs, other)
        pairs += truly != 0
        right += truly * said > 0
    return right, pairs


def _returns_per_cost(returns: Mapping[str, float], costs: Mapping[str, float], channel: str) -> float:
    return returns.get(channel, 0) / costs[channel]


def _baseline_touched(touched: Sequence[tuple[object, ...]], returns: Path) -> tuple[int, Counter[str]]:
    """Returns that nothing caused, and per scope how many of them have a touchpoint: by id, else by moment."""
    by_scope = {scope: {(row[1], row[2]) for row in touched if row[0] == scope and row[2]} for scope in SCOPES}
    moments = {scope: {(row[1], str(row[3])) for row in touched if row[0] == scope and not row[2]} for scope in SCOPES}
    baseline, found = 0, Counter(dict.fromkeys(SCOPES, 0))
    with returns.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["cause_channel"]:
                baseline += 1
                for scope in SCOPES:
                    is_touched = (row["return_source"], row["return_id"]) in by_scope[scope]
                    found[scope] += is_touched or (row["return_source"], row["returned_at"]) in moments[scope]
    return baseline, found


def _fill(workspace: Workspace, exports: Path) -> None:
    shutil.copytree(exports, workspace.inbox, dirs_exist_ok=True)
    shutil.rmtree(workspace.inbox / "truth")
    if (workspace.inbox / "rates.csv").is_file():
        (workspace.inbox / "rates.csv").replace(workspace.rates_path)
