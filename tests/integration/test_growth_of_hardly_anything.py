"""Growth, forecasts and claims of markets that hold too little: empty or not to be told, with a reason."""

from pathlib import Path

import pytest
from questions import claims_of, counts_of, endless_values
from small_world import SmallWorld

pytestmark = pytest.mark.slow
_YEARS = [f"{year}-{month:02}-15 10:00" for year in (2022, 2023, 2024) for month in (1, 4, 7, 10)]
WORLDS = {
    "one period": SmallWorld(bought=[(1, "2025-06-10 10:00", "100")]),
    # A month below nothing, a year of nothing: what was bought is given back, or given away.
    "a single customer": SmallWorld(
        bought=[(1, moment, amount) for moment, amount in zip(_YEARS, ["100", "-150", "50", "0"] * 3, strict=True)]
    ),
}
_TOLD_OF_NOTHING = (
    *("growth_from_new", "fall_from_new", "win_rate_customer", "buying_more_often", "cross_selling"),
    *("forecasts_missed", "compelling_event", "steps_in_order", "customers_begin_with_outflows", "word_of_mouth"),
    *("price_times_quantity", "returns_follow_outflows", "stop_for_money"),
)


@pytest.mark.parametrize("name", WORLDS)
def test_too_little_is_not_to_be_told_and_nothing_breaks(tmp_path: Path, name: str) -> None:
    played = WORLDS[name].play(tmp_path / "workspace")
    assert played.failed_laws() == set()
    assert endless_values(played) == []
    assert set(counts_of(played, "forecast_slippage", "pipeline_forecast", "funnel", "win_rates").values()) == {0}
    verdicts = {verdict for (verdict,) in played.query("select verdict from marts.growth_sources")}
    assert verdicts <= {"cannot_tell"}
    ((bridged, told),) = played.query(
        "select count(opening), count(case when opening is null and reason is null then 1 end) "
        "from marts.revenue_bridge"
    )
    assert (bridged > 0) == (name == "a single customer")
    assert told == 0
    claims = claims_of(played)
    assert {claim: claims[claim].verdict for claim in _TOLD_OF_NOTHING} == dict.fromkeys(
        _TOLD_OF_NOTHING, "cannot_tell"
    )
    assert all(claim.reason.endswith(".") for claim in claims.values())
