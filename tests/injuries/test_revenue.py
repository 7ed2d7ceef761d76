"""Injuries of growth: revenue, customers and products lost, doubled or put under the wrong period."""

import pytest
from injury import Injury, first, model, of_first, otherwise, twice, without
from played import Played

_ITEMS = "int_revenue__itemised"
_SALES = "basis = 'sales'"

INJURIES = [
    model("an item of revenue is lost", _ITEMS, without(first("item_key"))),
    model("an item of revenue stands twice", _ITEMS, twice("item_key = (select min(item_key) from injured)")),
    model("refunds are left out of revenue", _ITEMS, without("not is_purchase")),
    model(
        "items are dated three months late", _ITEMS, otherwise("cast(earned_on + interval 92 day as date) as earned_on")
    ),
    model("revenue is in the currency of the order", _ITEMS, otherwise("revenue * 1.1 as revenue")),
    model(
        "a customer's month is lost",
        "int_customer_months__summed",
        without(first("customer_key", "month_number >= 24300")),
    ),
    model("customers' months stand twice", "int_customer_months__summed", twice("month_number = 24290")),
    model(
        "revenue does not leave the 12 months", "int_customer_steps__judged", without("change < 0 and step = 'lost'")
    ),
    model("a step of a bridge is taken twice", "int_customer_steps__judged", twice("step = 'expansion'")),
    model("a step has a name that no bridge has", "int_customer_steps__judged", otherwise("'gone' as step")),
    model("a bridge leaves out who bought more", "revenue_bridge", otherwise("0 as expansion")),
    model("a bridge ends a cent short", "revenue_bridge", otherwise("closing - 0.01 as closing")),
    model("a bridge opens on nothing", "revenue_bridge", otherwise("0 as opening")),
    model("a month has no bridge", "revenue_bridge", without("period = '2025-03'")),
    model("a year's customers are lost", "int_customer_years__paired", without("revenue_before = 0")),
    model("new customers count twice", "int_customer_years__paired", twice("revenue_before = 0")),
    model("revenue of a year is too much", "growth_sources", otherwise("change + 1 as change")),
    model("baskets explain too much", "growth_sources", otherwise("basket_effect + 1 as basket_effect")),
    model(
        "a product is lost",
        "int_product_quarters__summed",
        without(first("product_key", f"{_SALES} and quarter_starts_on = date '2024-04-01'")),
    ),
    model(
        "a quarter's sales stand twice", "int_product_quarters__summed", twice("quarter_starts_on = date '2024-04-01'")
    ),
    model("dropped products are forgotten", "int_product_periods__paired", without("state = 'dropped'")),
    model("prices explain nothing", "price_volume", otherwise("0 as price_effect, 0 as volume_effect")),
    model(
        "mix is not what is left",
        "price_volume",
        otherwise(of_first("product_key", "0", "mix_effect", "mix_effect > 1")),
    ),
    model("new products are left out", "price_volume", otherwise("null as new_products")),
    model("what is no sale is left out", "price_volume", without(f"not {_SALES}")),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_growth_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"
