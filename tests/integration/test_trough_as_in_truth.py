"""The trough is found where the simulated world has one, and none where it has none.

Played in this process; the truth is worked out from the world, without files and SQL.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from played import Played, fill_inbox, play
from questions import claims_of

from dagster_project.simulation import simulate

pytestmark = pytest.mark.slow
_WEEKS = """
    select week, at_risk, lost from marts.onboarding_trough
    where cohort = 'all' and onboarding_kind = '{kind}' and week < {weeks} order by week
"""


@pytest.fixture(scope="module", params=["trough", "no-trough"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp(request.param)
    simulate(root / "exports", "demo", 5, scenario=request.param)
    truth = json.loads((root / "exports" / "truth" / "truth.json").read_text(encoding="utf-8"))["customers"]
    played = play(fill_inbox(root / "workspace", root / "exports"))
    yield request.param, played, truth["trough"]["hazard_by_week"]
    played.close()


def test_customers_are_lost_in_the_weeks_in_which_the_world_lost_them(world: tuple[str, Played, Any]) -> None:
    _, played, truth = world
    weeks = len(truth["none"]["lost"])
    found = played.query(_WEEKS.format(kind="none", weeks=weeks))
    for week, at_risk, lost in found:
        # Patience is 95 % of the gaps, a day shorter than the longest one: of a few more it is known one week more.
        assert abs(at_risk - truth["none"]["at_risk"][week]) <= 3, week
        assert abs(lost - truth["none"]["lost"][week]) <= 2, week
    assert sum(lost for *_, lost in found) == pytest.approx(sum(truth["none"]["lost"]), abs=4)


def test_a_trough_is_claimed_where_there_is_one(world: tuple[str, Played, Any]) -> None:
    scenario, played, _ = world
    verdict = claims_of(played)["early_losses"].verdict
    assert (verdict == "holds") == (scenario == "trough"), verdict
