"""`python -m benchmarks.calibration.worlds`: whole simulated markets, judged against their truth without the pipeline.

Draws markets of the package's simulator, sums them up by week as `priming_weeks` does, fits, and asks of each: does the
interval of a stop's cost hold the expected cost; is a series stopped by advice that would have worked; is a halo
claimed where there is none. Resumable: one line of results per market.
"""

import argparse
import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # must be set before NumPy is imported

import json  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Iterable, Iterator  # noqa: E402
from datetime import date, timedelta  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402

from benchmarks.calibration.worlds_advice import advised  # noqa: E402
from dagster_project.simulation import names  # noqa: E402
from dagster_project.simulation.clock import DAY  # noqa: E402
from dagster_project.simulation.comings import KINDS  # noqa: E402
from dagster_project.simulation.conditions import Conditions, draw_conditions  # noqa: E402
from dagster_project.simulation.effects import LEVELS  # noqa: E402
from dagster_project.simulation.outflow_truth import OutflowTruth  # noqa: E402
from dagster_project.simulation.outflows import MARKETING  # noqa: E402
from dagster_project.simulation.realised import Realised  # noqa: E402
from dagster_project.simulation.scales import scale_of  # noqa: E402
from dagster_project.simulation.scenarios import scenario_of  # noqa: E402
from dagster_project.simulation.tallies import Tallies  # noqa: E402
from dagster_project.simulation.world import World, draw_world  # noqa: E402
from dagster_project.statistics.priming.flows import NONE, Flow  # noqa: E402
from dagster_project.statistics.priming.segments import judge_segments, lay_out  # noqa: E402
from dagster_project.statistics.priming.stopped import Series, all_series, all_stops  # noqa: E402
from dagster_project.statistics.priming.stops import forgone  # noqa: E402

_FIRST_SEED = 1000
"""Seeds that no choice of the fit was made on."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.calibration.worlds", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".calibration"), help="where results are kept")
    parser.add_argument("--markets", type=int, default=100)
    parser.add_argument("--scenario", default="everyday")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    path = arguments.folder / f"worlds_{arguments.scenario}.jsonl"
    done = {line["seed"] for line in read_markets(path)}
    for seed in range(_FIRST_SEED, _FIRST_SEED + arguments.markets):
        if seed not in done:
            line = json.dumps(market(arguments.scenario, seed))
            with path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
    print(summary(read_markets(path)))


def read_markets(path: Path) -> list[dict[str, Any]]:
    """The results on disk."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def market(scenario: str, seed: int, scale: str = "demo") -> dict[str, Any]:
    """Draw one market and judge what is said of it."""
    drawn = scenario_of(scenario)
    conditions = draw_conditions(drawn.applied_to(scale_of(scale)), drawn.effects, seed)
    world, tallies = draw_world(conditions, 0), Tallies(conditions)
    tallies.add(world)
    weeks = list(flows(world, conditions.clock.start))
    judged = judge_segments(lay_out(weeks, "Europe/Paris", _last_monday(conditions)))
    series = all_series(judged)
    truth = {(row[0], row[1], row[2], row[4]): row for row in OutflowTruth(tallies, Realised()).stops()}
    return {
        "seed": seed,
        "claimed": [
            f"{each.segment.segment_type} {each.segment.segment}" for each in judged if each.judgement.has_effect
        ],
        "stops": list(_costs(series, truth)),
        "advice": dict(advised(world, conditions.clock)),
    }


def flows(world: World, start: date) -> Iterator[Flow]:
    """The market by week from its first day on, as `priming_weeks` has it.

    Private persons have no region; newsletters have none either, since their reports name no recipient.
    """
    people, weekday = world.market, start.weekday()
    words, levels = [*names.REGIONS, NONE], [*LEVELS, NONE]
    region_of = np.where(people.account >= 0, people.region, len(names.REGIONS))
    counts: Counter[tuple[str, str, str, str, str, int]] = Counter()
    for block in world.touches.values():
        sent = block.take(np.flatnonzero(~block.has_failed & (block.purpose == MARKETING)))
        of_company = people.account_region[np.maximum(sent.account, 0)]
        region = np.where(sent.contact >= 0, region_of[sent.contact], of_company)
        if block.channel == "newsletter":
            region[:] = len(names.REGIONS)
        for place, level, day in zip(
            region.tolist(), sent.targeting.tolist(), (sent.moment // DAY).tolist(), strict=True
        ):
            counts["outflow", words[place], block.channel, levels[level], NONE, (day + weekday) // 7] += 1
    came = world.comings
    for place, day, kind in zip(
        region_of[came.contact].tolist(), (came.moment // DAY).tolist(), came.kind.tolist(), strict=True
    ):
        counts["return", words[place], NONE, NONE, KINDS[kind], (day + weekday) // 7] += 1
    for (flow, region_name, channel, targeting, source, week), items in counts.items():
        yield Flow(flow, region_name, channel, targeting, source, start + timedelta(days=7 * week - weekday), items)


def summary(markets: Iterable[dict[str, Any]]) -> str:
    """What the documentation says of the markets."""
    lines = list(markets)
    stops = [stop for line in lines for stop in line["stops"]]
    told = [stop for stop in stops if stop["low"] is not None]
    held = {name: sum(stop["low"] <= stop[name] <= stop["high"] for stop in told) for name in ("own", "referred")}
    advice: Counter[str] = Counter()
    for line in lines:
        advice.update(line["advice"])
    return (
        f"{len(lines)} markets, {len(stops)} stops, {len(told)} with a cost; the interval holds the expected cost in "
        f"{held['own']} ({held['referred']} referrals included).\nAdvice: {dict(advice)}\n"
        f"Claimed: {dict(Counter(name for line in lines for name in line['claimed']))}"
    )


def _costs(series: list[Series], truth: dict[tuple[Any, ...], list[object]]) -> Iterator[dict[str, Any]]:
    for found in all_stops(series):
        of, stop = found.series, found.stop
        monday = of.weekly.first_monday + timedelta(weeks=stop.stopped)
        row = truth.get((of.segment_type, of.channel, of.region or "", monday.isoformat()))
        if row is None:
            continue
        cost = forgone(stop, of.sends, of.basis.finding, of.mean_sends, of.segment) if of.basis else None
        yield {
            "segment": of.segment,
            "own": row[9],
            "referred": row[10],
            "value": cost.returns if cost else None,
            "low": cost.low if cost else None,
            "high": cost.high if cost else None,
        }


def _last_monday(conditions: Conditions) -> date:
    after = conditions.clock.end + timedelta(days=1)
    return after - timedelta(days=after.weekday() + 7)


if __name__ == "__main__":
    main()
