"""Each scenario of the customers' world has the effect that it names, and no other."""

import csv
import json
from dataclasses import replace

import pytest

from dagster_project.simulation import simulate
from dagster_project.simulation.customers.effects import CustomerEffects
from dagster_project.simulation.customers.scenarios import CUSTOMER_SCENARIOS
from dagster_project.simulation.effects import Effects
from dagster_project.simulation.scales import SCALES
from dagster_project.simulation.scenarios import SCENARIOS

SMALL = replace(SCALES["demo"], contacts=600)


def _truth(folder, scenario, scale=SMALL):
    simulate(folder / scenario, scale, 5, scenario=scenario)
    return json.loads((folder / scenario / "truth" / "truth.json").read_text(encoding="utf-8"))["customers"]


def test_every_scenario_has_a_name_of_its_own_and_one_line():
    assert all(SCENARIOS[scenario.name] is scenario for scenario in CUSTOMER_SCENARIOS)
    assert all("\n" not in scenario.description and len(scenario.description) < 110 for scenario in CUSTOMER_SCENARIOS)


def test_without_switches_nothing_happens_to_customers():
    assert Effects().customers == CustomerEffects()


@pytest.mark.parametrize("scenario", ["onboarding-no-effect", "onboarding-self-selected"])
def test_an_onboarding_without_effect_saves_nobody(tmp_path, scenario):
    saved = _truth(tmp_path, scenario)["trough"]["saved_by_onboarding"]
    assert saved["offered"] > 10
    assert (saved["expected"], saved["realised"]) == (0, 0)


def test_prices_rise_by_a_tenth_and_nothing_else_changes_them(tmp_path):
    pairs = _truth(tmp_path, "price-rise")["price_volume"]
    rises = {day: parts["price"] for day, parts in pairs.items()}
    assert all((value > 0) == day.endswith("01-01") for day, value in rises.items())


def test_a_shift_of_the_mix_changes_no_price(tmp_path):
    assert all(parts["price"] == 0 for parts in _truth(tmp_path, "mix-shift")["price_volume"].values())


def test_look_alikes_are_the_uncovered_companies_of_the_industry_that_buys(tmp_path):
    found = _truth(tmp_path, "look-alikes")["coverage"]["look_alikes"]
    # 0.9 against a base rate near 1/6 × 0.9 + 5/6 × 0.15 = 0.275: a sixth of the uncovered.
    assert found["base_rate"] == pytest.approx(0.275, abs=0.08)
    assert 0 < found["uncovered_look_alikes"] < found["uncovered"] / 3


def test_where_nothing_tells_who_buys_nobody_looks_alike(tmp_path):
    found = _truth(tmp_path, "nobody-looks-alike")["coverage"]["look_alikes"]
    assert found["base_rate"] == pytest.approx(0.4)
    assert found["uncovered_look_alikes"] == 0


def test_shards_share_what_regions_offer_and_no_number(tmp_path):
    halves = replace(SMALL, shards=2)
    truth = _truth(tmp_path, "onboarding-randomised", halves)
    folder = tmp_path / "onboarding-randomised"
    for pattern, column in (("subscriptions/*.csv", "Event ID"), ("market/*2025*", "No"), ("market/*2025*", "Website")):
        cells = []
        for path in folder.glob(pattern):
            with path.open(encoding="utf-8", newline="") as file:
                cells.extend(row[column] for row in csv.DictReader(file))
        assert len(set(cells)) == len(cells) > 0
    assert sum(truth["trough"]["offered"].values()) == truth["trough"]["sign_ups"]
