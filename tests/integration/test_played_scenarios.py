"""In every simulated world the marts build, every law balances, and every return has the origin that the truth says.

Played in this process at the smallest size. The worlds that differ most from every day run always, all in the soak.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest
from played import fill_inbox, play

from dagster_project.simulation import simulate
from dagster_project.simulation.scenarios import SCENARIOS

pytestmark = pytest.mark.slow

# Ten seconds each: without orders and revenue, with hardly a history, with records that mislead.
ALWAYS = ("one-week", "no-orders", "zero-revenue", "last-touch-parasite", "re-identified")


@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.soak) for name in SCENARIOS]
)
def test_a_world_is_counted_to_the_last_return(tmp_path: Path, name: str) -> None:
    exports = tmp_path / "exports"
    simulate(exports, "tiny", 3, scenario=name)
    played = play(fill_inbox(tmp_path / "workspace", exports))
    with (exports / "truth" / "returns.csv").open(encoding="utf-8", newline="") as file:
        known = Counter((row["return_source"], row["origin_on_recorded_ids"]) for row in csv.DictReader(file))
    assert Counter(played.query("select source, origin from marts.fct_returns")) == known
    laws = played.laws()
    assert {law for law, *_ in laws} >= {"origins_sum", "credit_sums", "credit_revenue"}
    assert [law for law in laws if law[3] != law[4]] == []
    played.close()
