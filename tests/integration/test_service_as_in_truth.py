"""Service on a simulated market in which large companies are answered sooner and small ones leave anyway.

Played in this process; the truth is worked out from the world, without files and SQL.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from played import Played, fill_inbox, play

from dagster_project.look_alikes_store import write_look_alikes
from dagster_project.service_store import write_service
from dagster_project.simulation import simulate

pytestmark = pytest.mark.slow
# What service and look-alikes are worked out of.
_ASKED = (
    *("int_service_strata__summed", "int_market_cells__counted", "coverage_waterfall"),
    *("fct_costs", "dim_accounts", "acquisition_economics"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("service")
    simulate(root / "exports", "demo", 5, scenario="service-by-size")
    truth = json.loads((root / "exports" / "truth" / "truth.json").read_text(encoding="utf-8"))["customers"]
    played = play(fill_inbox(root / "workspace", root / "exports"), models=_ASKED)
    write_service(played.con)
    write_look_alikes(played.con, 1.0)
    yield played, truth
    played.close()


def test_customers_are_in_the_bands_in_which_the_world_has_them(world: tuple[Played, Any]) -> None:
    played, truth = world
    counted = {
        (band, size): (customers, stayed)
        for band, size, customers, stayed in played.query(
            "select band, case when company_size in ('50 to 249', '250 and more') then 'large' else 'small' end, "
            "sum(customers), sum(stayed) from intermediate.int_service_strata__summed group by all"
        )
    }
    for size, bands in truth["service"]["quarters"].items():
        for band, expected in bands.items():
            # Orders whose company cannot be found count as a person's: a few customers more, and shorter stays.
            customers, stayed = counted[band, size]
            assert abs(customers - expected["active"]) <= 0.2 * expected["active"] + 5, (size, band)
            assert abs(stayed - expected["stayed"]) <= 0.2 * expected["stayed"] + 5, (size, band)


def test_what_goes_with_size_is_not_claimed_of_service(world: tuple[Played, Any]) -> None:
    played, truth = world
    assert truth["service"]["own_effect_of_a_late_answer"] == 0
    ((crude_low, low, high, verdict),) = played.query(
        "select distinct crude_difference_low, adjusted_difference_low, adjusted_difference_high, verdict "
        "from marts.service_loyalty where stratum = 'all'"
    )
    assert crude_low > 0.1
    # So small a market has too few customers who are alike, or an interval that holds none.
    assert low is None or low <= 0 <= high
    assert verdict in ("cannot_tell", "no_effect")


def test_nobody_looks_like_a_buyer_where_all_kinds_buy_alike(world: tuple[Played, Any]) -> None:
    played, truth = world
    assert truth["coverage"]["look_alikes"]["uncovered_look_alikes"] == 0
    ((verdict, found),) = played.query(
        "select verdict, uncovered_lookalikes from marts.lookalike_potential where segment_type = 'all'"
    )
    assert verdict != "worth_it"
    assert not found
