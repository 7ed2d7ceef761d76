"""What the truth says of customers against what the files of a tiny market hold, counted again."""

from collections import Counter
from decimal import Decimal

import pytest

PARTS = {"price", "volume", "mix", "fx", "new", "returning", "dropped", "refunds"}


@pytest.fixture
def customers(tiny):
    return tiny.truth["customers"]


def test_sign_ups_and_onboardings_are_those_of_the_milestones(tiny, customers):
    rows = tiny.rows("subscriptions/*.csv")
    events = Counter(row["Event"] for row in rows)
    trough = customers["trough"]
    assert events["signed_up"] == trough["sign_ups"] > 0
    for event, kinds in (("onboarding_offered", trough["offered"]), ("onboarded", trough["received"])):
        noted = Counter(row["Onboarding"] for row in rows if row["Event"] == event)
        assert {kind: count for kind, count in kinds.items() if kind != "none" and count} == dict(noted)


def test_nobody_is_seen_after_cancelling(tiny):
    rows = tiny.rows("subscriptions/*.csv")
    cancelled = {row["CRM Contact ID"]: row["Date"] for row in rows if row["Event"] == "cancelled"}
    assert all(row["Date"] <= cancelled.get(row["CRM Contact ID"], "9999") for row in rows)


def test_every_company_of_the_last_market_list_is_in_one_part(tiny, customers):
    last = sorted((tiny.directory / "market").glob("*.csv"))[-1]
    companies = tiny.rows(f"market/{last.name}")
    for day, parts in customers["coverage"]["parts"].items():
        assert sum(part["companies"] for part in parts.values()) == len(companies), day
        assert sum(part["potential"] for part in parts.values()) == sum(int(row["Potential"]) for row in companies)


def test_deals_enter_stages_as_often_as_the_history_of_stages_says(tiny, customers):
    words = {"appointmentscheduled": "appointment", "qualifiedtobuy": "qualified",
             "presentationscheduled": "presentation", "contractsent": "contract_sent"}  # fmt: skip
    entered = Counter(words[row["Deal Stage"]] for row in tiny.rows("hubspot/*stages*.csv"))
    still_there = Counter(
        words[row["Deal Stage"]] for row in tiny.rows("hubspot/*stages*.csv") if not row["Date left stage"]
    )
    stages = customers["deals"]["stages"]
    for stage in words.values():
        assert sum(stages[kind][stage]["entered"] for kind in stages) == entered[stage]
        assert sum(stages[kind][stage]["open"] for kind in stages) == still_there[stage]
    assert sum(stages[kind]["contract_sent"]["passed"] for kind in stages) == customers["deals"]["slip"]["won"]


def test_an_open_deal_is_never_expected_in_the_past(tiny):
    for path in sorted((tiny.directory / "hubspot").glob("*deals*.csv")):
        exported = path.stem[-10:]
        rows = tiny.rows(f"hubspot/{path.name}")
        assert all(row["Close Date"] >= exported for row in rows if not row["Deal Stage"].startswith("closed"))
        assert all(row["Close Date"] < exported for row in rows if row["Deal Stage"].startswith("closed"))


def test_the_parts_of_every_change_of_revenue_add_up_to_it(customers):
    pairs = customers["price_volume"]
    assert len(pairs) == 5  # the six quarters of 2024 and of the first half of 2025
    for parts in pairs.values():
        assert set(parts) == PARTS | {"change"}
        assert sum(parts[name] for name in PARTS) == pytest.approx(parts["change"], abs=0.05)


def test_gross_revenue_is_that_of_the_counted_orders(tiny, customers):
    orders = [row for row in tiny.returns if row["return_source"] == "shop_orders"]
    gross = customers["top_20_share"]["gross"]["revenue"]
    assert gross == pytest.approx(float(sum(Decimal(row["revenue"]) for row in orders)))


def test_the_largest_fifth_have_their_share_of_what_customers_paid(tiny, customers):
    # By customer number or address as the files have them; true companies are larger, so that their share is another.
    share = customers["top_20_share"]
    assert 0.2 < share["net"]["share"] <= 1
    assert share["net"]["revenue"] <= share["gross"]["revenue"]


def test_tickets_are_those_of_the_help_desk(tiny, customers):
    tickets = customers["service"]["tickets"]
    written = tiny.rows("helpdesk/*.csv")
    # A ticket that would be opened after the market's end is in no file.
    assert 0 < len(written) <= sum(sum(size.values()) for size in tickets.values())
