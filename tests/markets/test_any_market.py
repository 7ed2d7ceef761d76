"""Whatever numbers and years exports hold: every model is built, every law holds, all is judged and reported.

Two markets always, sixty in the soak, which goes on where it was stopped. What rows of nonsense stand for cannot be
known; that no row is lost, and that none of them ends the night's run, can.
"""

import random
import shutil
from pathlib import Path

import pytest
from played import fill_inbox, play
from progress import Progress
from questions import claims_of, endless_values, report_of
from spoilt_exports import spoil

from dagster_project.simulation import simulate
from dagster_project.simulation.scenarios import SCENARIOS

pytestmark = pytest.mark.slow
SHARES = (0.003, 0.02, 0.1)
ALWAYS = (13, 26)
"""A campaign of no outflow; two years with one start, which leave no week to tell anything by."""
_MARKETS = 60


def hold(root: Path, seed: int) -> int:
    """Spoil, land, build and judge one market; returns how many cells were spoilt."""
    chance = random.Random(seed)  # noqa: S311  # a market to be repeated, no secret
    simulate(root / "exports", "tiny", seed, scenario=chance.choice(sorted(SCENARIOS)))
    spoilt = spoil(root / "exports", chance.choice(SHARES), seed)
    played = play(fill_inbox(root / "workspace", root / "exports"))
    # Law `returns_readable` is to tell of words that are strange to a contract, and of too many unreadable records.
    assert [law for law in played.laws() if law[3] != law[4] and law[0] != "returns_readable"] == []
    assert endless_values(played) == []
    assert claims_of(played)
    assert report_of(played).endswith("</html>")
    return spoilt


@pytest.mark.parametrize("seed", ALWAYS)
def test_a_spoilt_market_is_counted_and_judged(tmp_path: Path, seed: int) -> None:
    assert hold(tmp_path, seed) > 0


@pytest.mark.soak
def test_sixty_spoilt_markets_are_counted_and_judged(tmp_path: Path) -> None:
    progress = Progress("any_market", "dagster_project", "dbt_models", "expectations", "tests/markets")
    for seed in range(_MARKETS):
        if not progress.has(str(seed)):
            progress.keep(str(seed), hold(tmp_path / str(seed), seed))
            shutil.rmtree(tmp_path / str(seed))
    print(f"{progress.total} spoilt cells")
