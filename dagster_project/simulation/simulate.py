"""`simulate()`: draw a market shard by shard, write its exports, and the truth about them.

Holds the sequence only: drawing stands in `world`, writing in `exports`, the truth in `truth`.
"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.errors import UsageError
from dagster_project.simulation.conditions import Conditions, draw_conditions, stream
from dagster_project.simulation.customers.truth import CustomerTruth
from dagster_project.simulation.exports import (
    brevo,
    costs,
    forms,
    hubspot_beyond,
    hubspot_deals,
    hubspot_people,
    hubspot_stages,
    letters,
    mailchimp,
    market_list,
    milestones,
    phone,
    rates,
    shop,
    tickets,
)
from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.files import Files
from dagster_project.simulation.outflow_truth import OutflowTruth
from dagster_project.simulation.recorded import Recorded
from dagster_project.simulation.scales import SYSTEMS, Scale, scale_of
from dagster_project.simulation.scenarios import scenario_of
from dagster_project.simulation.tallies import Tallies
from dagster_project.simulation.targeting_truth import TargetingTruth
from dagster_project.simulation.truth import derive
from dagster_project.simulation.truth_files import TruthFiles
from dagster_project.simulation.world import draw_world


@dataclass(frozen=True)
class SimulationReport:
    """What was written: `size_bytes` of the exports without the truth."""

    directory: Path
    files: int
    records: int
    size_bytes: int
    outflows: int
    returns: int
    seconds: float


def simulate(
    directory: Path,
    scale: str | int | Scale,
    seed: int,
    on_event: Callable[[str], None] | None = None,
    scenario: str = "everyday",
) -> SimulationReport:
    """Write exports, `rates.csv` and `truth/` of a simulated market into `directory`, the same bytes for a seed.

    Args:
        directory: made if it does not exist; folders of an earlier simulation in it are replaced.
        scale: tiny, demo, medium, large, a number of outflows, or a scale of the caller's own.
        seed: any whole number from 0.
        on_event: called with a line of text as the work goes on.
        scenario: a name of `scenarios.SCENARIOS`.

    Raises:
        UsageError: unknown scale or scenario, negative seed, `directory` is a file or holds other exports.
    """
    started = time.perf_counter()
    world_of = scenario_of(scenario)
    chosen = world_of.applied_to(scale if isinstance(scale, Scale) else scale_of(scale))
    if seed < 0:
        raise UsageError(f"The seed {seed} is negative.", "Use a whole number from 0.")
    _make_room(directory)
    conditions = draw_conditions(chosen, world_of.effects, seed)
    clock, schedule = conditions.clock, conditions.schedule
    files, truth_files = Files(directory), TruthFiles(directory / "truth")
    customer_truth, tallies = CustomerTruth(world_of.effects.customers, clock), Tallies(conditions)
    targeting_truth = TargetingTruth(conditions)
    totals: dict[str, int] = {}
    set_aside: dict[str, int] = {}
    for shard in range(chosen.shards):
        world = draw_world(conditions, shard)
        recorded = Recorded()
        context = Context(world, clock, chosen, files, recorded, stream(seed, shard, 20), totals, set_aside)
        _export(context)
        truth_files.add(derive(recorded, world))
        customer_truth.add(world)
        tallies.add(world)
        targeting_truth.add(world)
        if on_event:
            on_event(f"shard {shard + 1} of {chosen.shards}: {truth_files.outflows} outflows")
        last = context
    spent = _export_whole_market(last, schedule.newsletter_days)
    files.close()
    if last.scale.has_mishaps and chosen.exports("phone"):
        phone.copy_unchanged(last)
    rates.write_rates(directory / "rates.csv", clock, world_of.effects.customers.prices.currency_drift)
    if chosen.exports("mailchimp"):
        truth_files.add_outflows("newsletter", len(schedule.newsletter_days))
    truth_files.close(
        OutflowTruth(tallies, truth_files.realised),
        _market(scenario, conditions),
        _counts_by_folder(files, set_aside),
        {"targeting": targeting_truth.content(), "costs": spent, "customers": customer_truth.content()},
    )
    sizes = files.sizes()
    return SimulationReport(
        directory,
        len(files.paths),
        files.records.total(),
        sum(sizes.values()),
        truth_files.outflows,
        truth_files.returns,
        time.perf_counter() - started,
    )


def _export(context: Context) -> None:
    """Write one shard. The order matters: a writer may register identifiers that the next one uses."""
    exports = context.scale.exports
    writers: list[tuple[str, Callable[[Context], None]]] = [
        ("hubspot_people", hubspot_people.write_people),
        ("hubspot", hubspot_deals.write_deals),
        ("hubspot", hubspot_stages.write_stages),
        ("hubspot", hubspot_beyond.write_beyond),
        ("brevo", brevo.write_log),
        ("mailchimp", mailchimp.write_audience),
        ("mailchimp", mailchimp.count_recipients),
        ("phone", phone.write_phone_log),
        ("letters", letters.write_letter_log),
        ("forms", forms.write_forms),
        ("shop", shop.write_orders),
        ("helpdesk", tickets.write_tickets),
        ("finance", costs.count_costs),
        ("subscriptions", milestones.write_milestones),
        ("market", market_list.write_market_list),
    ]
    if context.scale.engagement_share:
        writers.append(("brevo", brevo.write_contacts))
    for system, write in writers:
        if exports(system):
            write(context)


def _export_whole_market(context: Context, newsletter_days: list[int]) -> dict[str, str]:
    """Write the files that sum over shards; returns what was spent, for the truth."""
    if context.scale.exports("mailchimp"):
        mailchimp.write_campaigns(context, newsletter_days)
    return costs.write_costs(context) if context.scale.exports("finance") else {}


def _make_room(directory: Path) -> None:
    if directory.is_file():
        raise UsageError(f"{directory} is a file.", "Name a folder, new or old.")
    occupied = [name for name in SYSTEMS if (directory / name).exists()]
    if occupied and not (directory / "truth" / "truth.json").exists():
        raise UsageError(
            f"{directory} holds {occupied[0]}/, which no simulation wrote.", "Name another folder; nothing was changed."
        )
    directory.mkdir(parents=True, exist_ok=True)
    for name in (*SYSTEMS, "truth"):
        shutil.rmtree(directory / name, ignore_errors=True)


def _market(scenario: str, conditions: Conditions) -> dict[str, Any]:
    scale, clock = conditions.scale, conditions.clock
    return {
        "scenario": scenario,
        "scale": scale.name,
        "seed": conditions.seed,
        "starts_on": clock.start.isoformat(),
        "ends_on": clock.end.isoformat(),
        "contacts": scale.contacts_per_shard * scale.shards,
    }


def _counts_by_folder(files: Files, set_aside: dict[str, int]) -> dict[str, dict[str, int]]:
    """Per kind of file (folder and name without its date): files, records after the header, unreadable records."""
    counts: dict[str, dict[str, int]] = {}
    for path in sorted(files.paths):
        entry = counts.setdefault(path.rsplit(".", 1)[0][:-11], {"files": 0, "records": 0, "rejected": 0})
        entry["files"] += 1
        entry["records"] += files.records[path]
        entry["rejected"] += set_aside.get(path, 0)
    return counts
