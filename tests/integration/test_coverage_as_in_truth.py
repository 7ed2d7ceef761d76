"""Accounts are in the parts of the market in which the simulated world has them, whoever supplies them.

Played in this process; the truth is worked out from the world, without files and SQL.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from played import Played, fill_inbox, play

from dagster_project.simulation import simulate

pytestmark = pytest.mark.slow
# Accounts of the market list: others are domains of people whose company is not in the simulated market.
_PARTS = """
    select parts.part, count(*), sum(described.potential)
    from intermediate.int_account_parts__dated as parts
    inner join intermediate.int_accounts__described as described
        on parts.account_key = described.account_key and described.is_in_market_list
    where parts.date_on = date '{day}'
    group by parts.part
"""


@pytest.fixture(scope="module", params=["lost-to-competitors", pytest.param("everyday", marks=pytest.mark.soak)])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp(request.param)
    simulate(root / "exports", "demo", 5, scenario=request.param)
    truth = json.loads((root / "exports" / "truth" / "truth.json").read_text(encoding="utf-8"))["customers"]
    played = play(fill_inbox(root / "workspace", root / "exports"))
    yield played, truth["coverage"]["parts"]
    played.close()


def test_parts_are_those_of_the_world(world: tuple[Played, dict[str, Any]]) -> None:
    played, truth = world
    # The truth of the middle day lies within a quarter, where no stock is taken.
    days = [day for day in truth if date.fromisoformat(day).day == 1 and date.fromisoformat(day).month % 3 == 1]
    assert len(days) == 2
    for day in days:
        found = {part: (accounts, worth) for part, accounts, worth in played.query(_PARTS.format(day=day))}
        companies = sum(part["companies"] for part in truth[day].values())
        assert sum(accounts for accounts, _ in found.values()) == companies
        # Orders and calls that name nobody whose company can be found: at most 3 of 432 were in another part.
        misplaced = sum(abs(found.get(name, (0, 0))[0] - part["companies"]) for name, part in truth[day].items()) / 2
        assert misplaced <= companies / 100, (day, found)
        potential = sum(part["potential"] for part in truth[day].values())
        assert sum(float(worth) for _, worth in found.values()) == potential


def test_moves_and_waterfall_hold_every_account(world: tuple[Played, dict[str, Any]]) -> None:
    played, _ = world
    assert "coverage_parts" not in played.failed_laws()
