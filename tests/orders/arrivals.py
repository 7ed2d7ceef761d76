"""What arrives in an inbox, and in which order: the sample exports with copies, returning snapshots and corrections.

Holds the deliveries and the plans of their arrival. All plans deliver the same files under the same names by the end;
which comes first, what comes again, how many runs there are and whether the inbox is emptied between them is chance.
"""

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dagster_project.simulation import simulate

_DATE = re.compile(r"-?\d{4}-\d{2}-\d{2}")
_RETURNING = ("hubspot/hubspot-companies", "hubspot/hubspot-contacts", "mailchimp/subscribed_members_export")
"""Snapshots, one of them partial, whose last export holds what the first did: A, B, A."""
_COPIED = ("hubspot/hubspot-deals", "brevo/brevo-log", "forms/web-forms", "mailchimp/cleaned_members_export")
_MOST_RUNS = 5


def sample_deliveries(folder: Path, seed: int) -> tuple[dict[str, bytes], bytes]:
    """Names and bytes of what is delivered, and the exchange rates: two exports of each kind, all corrections."""
    exports = folder / "exports"
    simulate(exports, "tiny", seed)
    rates = (exports / "rates.csv").read_bytes()
    shutil.rmtree(exports / "truth")
    by_kind: dict[str, list[str]] = defaultdict(list)
    for path in sorted(exports.rglob("*/*.csv")):
        name = str(path.relative_to(exports))
        by_kind[_DATE.sub("", name).rsplit(".", 1)[0].rstrip("_-")].append(name)
    deliveries: dict[str, bytes] = {}
    for kind, names in by_kind.items():
        chosen = names if "corrections" in kind or kind in _RETURNING else [names[0], names[-1]]
        deliveries |= {name: (exports / name).read_bytes() for name in chosen}
        if kind in _RETURNING:
            deliveries[chosen[-1]] = deliveries[chosen[0]]
        if kind in _COPIED:
            deliveries[chosen[0].replace(".csv", " (1).csv")] = deliveries[chosen[0]]
    shutil.rmtree(exports)
    return deliveries, rates


@dataclass(frozen=True)
class Arrival:
    """One run's worth of deliveries: what is put into the inbox, after it was emptied or not."""

    names: tuple[str, ...]
    is_emptied: bool


def arrivals(deliveries: Mapping[str, bytes], seed: int) -> list[Arrival]:
    """The plan of one trial: every delivery at least once."""
    chance = random.Random(seed)  # noqa: S311  # a plan to be repeated, no secret
    names = list(deliveries)
    chance.shuffle(names)
    borders = sorted(chance.sample(range(1, len(names)), chance.randint(0, _MOST_RUNS - 1)))
    empties = chance.random() < 0.5
    plan: list[Arrival] = []
    for start, end in zip([0, *borders], [*borders, len(names)], strict=True):
        again = chance.sample(names[:start], min(start, chance.randint(0, 4)))
        coming = names[start:end] + again
        chance.shuffle(coming)
        plan.append(Arrival(tuple(coming), is_emptied=empties))
    return plan


def put(inbox: Path, arrival: Arrival, deliveries: Mapping[str, bytes]) -> None:
    """Let these files arrive; one that lies there already is written anew."""
    if arrival.is_emptied:
        shutil.rmtree(inbox)
    for name in arrival.names:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(deliveries[name])
