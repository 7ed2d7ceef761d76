"""What growth says of simulated exports is what the world knows: prices to the cent, and no false difference.

Played in this process. The world passes every deal on with the same chances, whoever it is offered to.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from played import Played, fill_inbox, play

from dagster_project.simulation import simulate

pytestmark = pytest.mark.slow
_EFFECTS = {
    "price": "sum(price_effect)",
    "volume": "sum(volume_effect)",
    "mix": "sum(mix_effect)",
    "fx": "sum(fx_effect)",
    "new": "sum(new_products)",
    "returning": "sum(returning_products)",
    "dropped": "sum(dropped_products)",
    "refunds": "sum(case when basis = 'refunds' then other_change end)",
    "change": "sum(change)",
}
_QUARTERS = f"""
    select left(period, 4) || '-' || right('0' || cast(3 * cast(right(period, 1) as int) - 2 as varchar), 2) || '-01',
        {", ".join(f"cast(round(coalesce({effect}, 0), 2) as double)" for effect in _EFFECTS.values())}
    from marts.price_volume where grain = 'quarter' group by period
"""


def _played(root: Path, scenario: str) -> tuple[Played, dict[str, Any]]:
    simulate(root / "exports", "demo", 5, scenario=scenario)
    truth = json.loads((root / "exports" / "truth" / "truth.json").read_text(encoding="utf-8"))["customers"]
    return play(fill_inbox(root / "workspace", root / "exports"), models=("price_volume", "win_rates")), truth


@pytest.fixture(
    scope="module", params=[pytest.param("price-rise", marks=pytest.mark.soak), "mix-shift", "currency-drift"]
)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    played, truth = _played(tmp_path_factory.mktemp(request.param), request.param)
    yield request.param, played, truth
    played.close()


def test_price_volume_mix_and_rates_are_those_of_the_world(world: tuple[str, Played, dict[str, Any]]) -> None:
    _, played, truth = world
    found = {quarter: dict(zip(_EFFECTS, row, strict=True)) for quarter, *row in played.query(_QUARTERS)}
    assert sorted(found) == sorted(truth["price_volume"])
    for quarter, effects in truth["price_volume"].items():
        # A truth is rounded once more for each of its parts.
        assert found[quarter] == pytest.approx(effects, abs=0.02), quarter


def test_only_the_cause_of_the_world_shows(world: tuple[str, Played, dict[str, Any]]) -> None:
    # A few orders are always in other currencies, whose rates move a little.
    scenario, played, _ = world
    ((price, fx, change),) = played.query(
        "select sum(abs(price_effect)), sum(abs(fx_effect)), sum(abs(change)) from marts.price_volume "
        "where grain = 'year'"
    )
    assert (price > change / 50) == (scenario == "price-rise")
    assert (fx > change / 200) == (scenario == "currency-drift")


def test_offers_to_customers_and_prospects_are_won_alike_in_a_world_that_makes_no_difference(
    world: tuple[str, Played, dict[str, Any]],
) -> None:
    _, played, _ = world
    rates = {
        relation: (low, high)
        for relation, low, high in played.query(
            "select relation, win_rate_low, win_rate_high from marts.win_rates where period = 'all'"
        )
        if low is not None
    }
    # The four stages; the last one is passed more often by the three in ten with a compelling event. Of the six limits
    # that this test sees one misses in four runs, but not by much.
    expected = 0.85 * 0.75 * 0.70 * (0.7 * 0.78 + 0.3 * 0.93)
    assert all(low <= expected + 0.05 and high >= expected - 0.05 for low, high in rates.values()), rates
