"""Money and customers: spend, ads, orders, tickets, market lists, milestones, in English and French."""

from pathlib import Path

import pytest

from tests.unit.contracts.fixtures import email_key, email_keys, land_exports

ANN, BOB, CY = "ann.leroy@acme.example", "bob@zenith.example", "cy@example.com"


@pytest.mark.parametrize("name", ["finance/depenses-2024-03-01.csv", "finance/costs-2024-03-02.csv"])
def test_spend(tmp_path: Path, name: str) -> None:
    landed = land_exports(tmp_path, name)
    assert landed.rows("costs", "cost_id, channel, amount, currency, spent_at") == [
        ("P1", "email", 1250.5, "EUR", "2024-01-30 23:00:00"),
        ("P2", "letter", 99.0, "EUR", "2024-02-14 23:00:00"),
        ("P3", "event", 3000.0, "CHF", "2024-07-15 22:00:00"),
    ]
    assert landed.warnings == []


def test_ads_in_english_are_costs_and_audience_outflows(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "ads/ads-2024-03-01.csv")
    assert landed.rows("costs", "channel, campaign_id, amount, currency, spent_at") == [
        ("search_ads", "g1", 1015.3, "EUR", "2024-02-04 23:00:00"),
        ("social_ads", "m1", 12.0, "EUR", "2024-02-04 23:00:00"),
        ("search_ads", "g1", 0.0, "EUR", "2024-07-05 22:00:00"),
    ]
    assert landed.rows("outflows", "channel, campaign_id, level, touches, sent_at") == [
        ("search_ads", "g1", "audience", 12345, "2024-02-04 23:00:00"),
        ("social_ads", "m1", "audience", 900, "2024-02-04 23:00:00"),
    ]
    assert landed.rows("campaigns", "campaign_id, campaign_name")[0] == ("g1", "Brand")
    assert landed.warnings == []


def test_ads_in_french_without_campaign_ids(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "publicite/publicite-2024-03-02.csv")
    assert landed.rows("costs", "channel, campaign_id, amount, spent_at") == [
        ("search_ads", "Marque", 1015.3, "2024-02-04 23:00:00"),
        ("social_ads", "Jumeaux", 12.0, "2024-02-04 23:00:00"),
        ("ads", "Journal", 500.0, "2024-07-05 22:00:00"),
    ]
    assert landed.rows("outflows", "campaign_id, touches") == [("Marque", 12345), ("Jumeaux", 900)]
    assert landed.warnings == []


@pytest.mark.parametrize("name", ["shop/orders-2024-03-01.csv", "boutique/commandes-2024-03-02.csv"])
def test_order_lines(tmp_path: Path, name: str) -> None:
    landed = land_exports(tmp_path, name)
    columns = "order_id, line_id, kind, customer_id, product_id, quantity, unit_price, amount, ordered_at"
    assert landed.rows("order_lines", columns) == [
        ("A1", "1", "order", "K1", "S1", 2.0, 1000.5, 2001.0, "2024-02-05 09:15:00"),
        ("A1", "2", "order", "K1", "S2", 1.0, 9.9, 9.9, "2024-02-05 09:15:00"),
        ("A2", "1", "refund", "K1", "S1", -1.0, 1000.5, -1000.5, "2024-07-06 21:30:00"),
    ]
    assert set(landed.rows("order_lines", "_return_source, email_key")) == {("shop_orders", email_key(ANN))}
    assert landed.warnings == []


def test_shopify_orders_have_a_header_lines_and_refunds(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "shopify/orders_export-2024-03-01.csv")
    ann, bob = email_keys([ANN, BOB])
    assert landed.rows("orders", "order_id, kind, email_key, amount, currency, country, ordered_at") == [
        ("#1001", "order", ann, 44.8, "EUR", "FR", "2024-02-05 09:14:00"),
        ("#1002", "order", bob, 20.0, "EUR", "DE", "2024-07-06 07:59:00"),
        ("#1002", "refund", bob, 10.0, "EUR", "DE", "2024-07-06 07:59:00"),
    ]
    assert landed.rows("orders", "order_id", "_return_source = 'shopify_orders'") == [("#1001",), ("#1002",)]
    assert landed.rows("order_lines", "order_id, product_id, product_name, quantity, unit_price, _return_source") == [
        ("#1001", "S1", "Pump", 2.0, 15.0, None),
        ("#1001", "S2", "Valve", 1.0, 9.8, None),
        ("#1002", "Gift card", "Gift card", 2.0, 10.0, None),
    ]
    assert landed.warnings == []


def test_tickets_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "helpdesk/tickets-2024-03-01.csv")
    columns = "ticket_id, email_key, opened_at, first_answered_at, closed_at, severity, topic"
    assert landed.rows("tickets", columns) == [
        ("T1", email_key(ANN), "2024-02-05 09:15:00", "2024-02-05 10:00:00", "2024-02-06 08:00:00", "high", "delivery"),
        ("T2", email_key(BOB), "2024-07-06 08:15:00", None, None, "low", None),
        ("T3", None, "2024-02-07 09:15:00", None, None, "urgent", "defect"),
    ]
    assert len(landed.warnings) == 1  # one requester that is no address


def test_tickets_in_french(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "support/tickets-fr-2024-03-02.csv")
    assert landed.rows("tickets", "ticket_id, email_key, opened_at, first_answered_at, closed_at, severity, topic") == [
        ("T1", email_key(ANN), "2024-02-05 09:15:00", "2024-02-05 10:00:00", "2024-02-06 08:00:00", "high",
         "Livraison"),
        ("T2", email_key(BOB), "2024-07-06 08:15:00", None, None, "low", None),
        ("T4", email_key(CY), "2024-02-07 09:15:00", None, None, "Critique", "Défaut"),
    ]  # fmt: skip
    assert landed.warnings == []


@pytest.mark.parametrize(
    ("name", "industries", "employees"),
    [
        ("market/market-list-2024-03-01.csv", ("Energy", "Health"), 12),
        ("marche/marche-2024-03-02.csv", ("Énergie", "Santé"), 1200),
    ],
)
def test_market_lists(tmp_path: Path, name: str, industries: tuple[str, str], employees: int) -> None:
    landed = land_exports(tmp_path, name)
    columns = "prospect_id, account_name, account_domain, industry, region, employees, potential, supplier"
    assert landed.rows("prospects", columns) == [
        ("M1", "Acme", "acme.example", industries[0], "Bretagne", 250, 12000.5, None),
        ("M2", "Zenith", "zenith.example", industries[1], "Normandie", employees, 800.0, "Rival"),
        ("M3", "Solo", None, None, None, None, None, None),
    ]
    assert landed.warnings == []


def test_milestones(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "subscriptions/milestones-2024-03-01.csv")
    assert landed.rows("milestones", "milestone_id, contact_id, email_key, kind, reached_at, onboarding_kind") == [
        ("S1", "101", email_key(ANN), "signed_up", "2024-02-04 23:00:00", None),
        ("S2", "101", email_key(ANN), "onboarded", "2024-02-07 09:15:00", "trained"),
        ("S3", None, email_key(BOB), "cancelled", "2024-07-05 22:00:00", "none"),
    ]
