"""The rule models on published path tables, from landed outflows, returns and orders to the marts.

DP6's nine paths over three channels, three conversions each, stand as returns; Snowplow's sample of six conversions
with 500.92 of revenue stands as orders. What each model must give is published with them.
"""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from warehouse import Row, Warehouse

FIXTURE = Path(__file__).parents[1] / "fixtures" / "paths.csv"
FIRST_DAY = datetime(2026, 3, 1, 12)
CONVERTED_AT = datetime(2026, 4, 1, 12)
# Each conversion of a path table is a person of its own; a table gives revenue only per path, so the first has it all.
DP6 = {
    "first": {"A": "9", "B": "9", "C": "9"},
    "last": {"A": "15", "B": "6", "C": "6"},
    "linear": {"A": "10.5", "B": "9", "C": "7.5"},
    "position": {"A": "11.1", "B": "8.4", "C": "7.5"},
}
SNOWPLOW_LAST = {
    "Direct": (Decimal(4), Decimal("234.42")),
    "Organic_Search": (Decimal(1), Decimal("66.50")),
    "Video": (Decimal(1), Decimal("200.00")),
}

keys = count(1)


def landed(contract: str, **columns: Any) -> Row:
    key = next(keys)
    system: Row = {
        "_key": key,
        "_content": key,
        "_key_is_null": False,
        "_contract": contract,
        "_feed": contract,
        "_system": "crm",
        "_delivery_id": contract,
        "_row_number": key,
    }
    return {**system, **columns}


def persons_of(case: str) -> Iterator[tuple[int, list[str], Decimal]]:
    """A key, the channels in order and the revenue of each converted person of a path table."""
    with FIXTURE.open(encoding="utf-8", newline="") as lines:
        for path in csv.DictReader(lines):
            for number in range(int(path["conversions"]) if path["case"] == case else 0):
                revenue = Decimal(path["revenue"]) if number == 0 else Decimal(0)
                yield 10_000 + next(keys), path["path"].split(" > "), revenue


def outflows_to(person: int, channels: list[str]) -> list[Row]:
    return [
        landed("mail", contact_id_key=person, channel=channel, level="person", sent_at=FIRST_DAY + timedelta(days=day))
        for day, channel in enumerate(channels)
    ]


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Warehouse:
    outflows, returns, orders = [], [], []
    for person, channels, _ in persons_of("dp6"):
        outflows += outflows_to(person, channels)
        returns.append(landed("forms", contact_id_key=person, returned_at=CONVERTED_AT, _return_source="form"))
    for person, channels, revenue in persons_of("snowplow"):
        outflows += outflows_to(person, channels)
        orders.append(
            landed("shop", order_id_key=person, contact_id_key=person, ordered_at=CONVERTED_AT, amount=revenue)
        )
    for table, rows in {"outflows": outflows, "returns": returns, "orders": orders}.items():
        warehouse.insert(table, rows)
    seen = {"exported_at": CONVERTED_AT, "is_withdrawn": False}
    warehouse.insert("sightings", [{"contract": c, "delivery_id": c, **seen} for c in ("mail", "forms", "shop")])
    warehouse.insert("run", [{"run_id": "r1", "as_of": CONVERTED_AT, "time_zone": "Europe/Paris", "currency": "EUR"}])
    warehouse.make("attribution_credits", "attribution_summary")
    return warehouse


@pytest.mark.slow
class TestPublishedPaths:
    @pytest.mark.parametrize("scope", ["person", "account"])
    @pytest.mark.parametrize("model", DP6)
    def test_dp6_is_credited_as_published(self, built: Warehouse, model: str, scope: str) -> None:
        credited = dict(
            built.query(
                "select channel, sum(credit) from marts.attribution_credits where conversion_type = 'return'"
                f" and model = '{model}' and scope = '{scope}' group by channel"
            )
        )

        # Thirds of 27 conversions are rounded down to the billionth, and the last touchpoint takes the rest.
        assert credited.keys() == DP6[model].keys()
        for channel, published in DP6[model].items():
            assert abs(credited[channel] - Decimal(published)) < Decimal("0.00000003")
        assert sum(credited.values()) == 27

    def test_snowplow_last_touch_is_credited_as_published_to_the_cent(self, built: Warehouse) -> None:
        summed = built.query(
            "select channel, sum(conversions), sum(revenue) from marts.attribution_summary"
            " where conversion_type = 'order' and model = 'last' and scope = 'person' and month_basis = 'sent'"
            " group by channel"
        )

        assert {channel: (conversions, revenue) for channel, conversions, revenue in summed} == SNOWPLOW_LAST

    def test_the_summary_and_the_credits_say_the_same(self, built: Warehouse) -> None:
        cells = "model, scope, conversion_type, channel"
        credited = built.query(f"select {cells}, sum(credit) from marts.attribution_credits group by all order by all")
        summary = built.query(
            f"select {cells}, sum(conversions) from marts.attribution_summary where month_basis = 'converted'"
            " group by all order by all"
        )

        assert credited == summary
