"""HubSpot's exports in English and French, as they come and as a French Excel saves them."""

from pathlib import Path

from tests.unit.contracts.fixtures import email_keys, land_exports


def test_contacts_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/hubspot-crm-exports-all-contacts-2024-03-01.csv")
    assert landed.contracts == ["hubspot_contacts"]
    assert landed.rows("contacts", "contact_id, account_id, created_at, lifecycle_stage, lead_source") == [
        ("101", "501", "2024-01-15 09:30:00", "customer", "Organic Search"),
        ("102", "503", "2023-07-02 12:30:00", "marketing_qualified", "Offline Sources"),
        ("103", None, "2023-12-31 22:45:00", "Champion", "Direct Traffic"),
    ]
    assert landed.rows("contacts", "email_key, phone_country, country, is_mailable") == [
        (*email_keys(["ann.leroy@acme.example"]), "FR", "France", True),
        (*email_keys(["bob@zenith.example"]), None, "Germany", False),
        (*email_keys(["carla@example.com"]), None, None, None),
    ]
    assert landed.rows("links", "contact_id, account_id", "account_id is not null") == [("101", "501"), ("101", "502")]
    assert sorted(landed.rows("links", "contact_id, email_key", "email_key is not null")) == sorted(
        ("101", key) for key in email_keys(["ann@home.example", "a.leroy@acme.example"])
    )
    assert landed.rows("merges", "thing, old_id, new_id") == [("contact", "88", "101"), ("contact", "89", "101")]
    assert landed.warnings == []


def test_contacts_in_french(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/contacts-2024-03-02.csv")
    assert landed.rows("contacts", "contact_id, account_id, created_at, lifecycle_stage, is_mailable") == [
        ("101", "501", "2024-01-15 09:30:00", "customer", True),
        ("104", "503", "2024-02-20 07:00:00", "marketing_qualified", False),
        ("105", None, "2024-02-21 17:15:00", "subscriber", None),
    ]
    assert landed.rows("contacts", "phone_country, email_domain") == [
        ("FR", "acme.example"),
        (None, "zenith.example"),
        (None, "example.com"),
    ]
    assert landed.warnings == []


def test_companies_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/hubspot-companies-2024-03-01.csv")
    assert landed.rows("accounts", "account_id, account_name, account_domain, created_at") == [
        ("501", "Acme", "acme.example", "2023-06-01 07:00:00"),
        ("503", "Zenith, GmbH", "zenith.example", "2023-06-02 07:00:00"),
        ("504", "Nameless", None, "2023-06-03 07:00:00"),
    ]


def test_companies_in_french_saved_by_excel(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/entreprises-2024-03-02.csv")
    columns = "account_id, account_name, account_domain, industry, region, country, employees, created_at"
    assert landed.rows("accounts", columns) == [
        ("501", "Acme", "acme.example", "Énergie", "Bretagne", "France", 1250, "2023-06-01 07:00:00"),
        ("505", "Société Générique", "generique.example", "Santé", "Normandie", "France", 12, "2024-01-02 07:30:00"),
        ("506", "Sans Site", None, None, None, None, None, "2024-01-02 23:00:00"),
    ]
    assert landed.warnings == []


def test_deals_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/hubspot-deals-2024-03-01.csv")
    assert landed.rows("deals", "deal_id, contact_id, account_id, stage, status, amount") == [
        ("9001", "101", "501", "won", "won", 1200.5),
        ("9002", "102", "503", "contract_sent", "open", 800.0),
        ("9003", None, None, "In Review", "unmapped", None),  # the portal alone knows whether that is closed
    ]
    assert landed.rows("deals", "created_at, closed_at, expected_close_on") == [
        ("2024-01-20 10:00:00", "2024-02-15 16:00:00", "2024-02-15"),
        ("2024-02-01 08:30:00", "2024-04-30 15:00:00", "2024-04-30"),
        ("2024-02-10 11:00:00", None, None),
    ]
    assert landed.rows("links", "deal_id, contact_id", "contact_id is not null") == [
        ("9001", "101"),
        ("9001", "102"),
        ("9002", "102"),
    ]
    assert landed.rows("links", "deal_id, account_id", "account_id is not null") == [
        ("9001", "501"),
        ("9002", "501"),
        ("9002", "503"),
    ]
    assert landed.rows("returns", "_return_source, kind, return_id, becomes_deal_id, contact_id, returned_at") == [
        ("hubspot_inbound_deal", "inbound_deal", "9001", "9001", "101", "2024-01-20 10:00:00")
    ]


def test_deals_in_french(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/transactions-2024-03-02.csv")
    assert landed.rows("deals", "deal_id, contact_id, account_id, stage, status, amount, created_at, closed_at") == [
        ("9001", "101", "501", "won", "won", 1200.5, "2024-01-20 10:00:00", "2024-02-15 16:00:00"),
        ("9002", "102", "503", "lost", "lost", 800.0, "2024-02-01 08:30:00", "2024-03-01 16:00:00"),
        ("9004", None, None, "appointment", "open", None, "2024-02-10 11:00:00", None),
    ]
    assert landed.rows("returns", "return_id, amount") == [("9001", 1200.5)]
    assert landed.warnings == []


def test_stage_history_in_both_languages(tmp_path: Path) -> None:
    landed = land_exports(
        tmp_path, "hubspot/hubspot-deal-stage-history-2024-03-01.csv", "hubspot/phases-2024-03-02.csv"
    )
    assert landed.contracts == ["hubspot_stages"]
    assert sorted(landed.rows("deal_stages", "deal_id, entered_at, stage, left_at")) == [
        ("9001", "2024-01-20 10:00:00", "appointment", "2024-02-01 07:00:00"),
        ("9001", "2024-02-01 07:00:00", "contract_sent", "2024-02-15 16:00:00"),
        ("9001", "2024-02-15 16:00:00", "won", None),
        ("9002", "2024-02-01 08:30:00", "contract_sent", "2024-03-01 16:00:00"),
        ("9002", "2024-03-01 16:00:00", "lost", None),
        ("9004", "2024-02-10 11:00:00", "appointment", None),
    ]


def test_activities_in_english_part_into_outflows_and_returns(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/hubspot-activities-2024-03-01.csv")
    assert sorted(landed.rows("outflows", "outflow_id, level, contact_id, account_id, channel, sent_at, status")) == [
        ("701", "person", "101", None, "phone", "2024-02-05 08:00:00", "sent"),
        ("701", "person", "102", None, "phone", "2024-02-05 08:00:00", "sent"),
        ("703", "account", None, "501", "email", "2024-02-07 10:00:00", "sent"),
        ("703", "account", None, "503", "email", "2024-02-07 10:00:00", "sent"),
        ("706", "person", "101", None, "phone", "2024-07-09 11:00:00", "failed"),
    ]
    assert landed.rows("returns", "_return_source, kind, return_id, contact_id, account_id, returned_at") == [
        ("hubspot_inbound_call", "inbound_call", "702", "101", "501", "2024-02-06 09:00:00"),
        ("hubspot_incoming_email", "reply", "704", "102", "503", "2024-02-08 11:00:00"),
    ]
    assert landed.rows("milestones", "kind") == []  # a note is no step on somebody's way
    assert len(set(landed.rows("outflows", "_key"))) == 5  # a row for each recipient, none hides another
    assert landed.accounted()["calls"] == (6, 1, 0, 5)


def test_activities_in_french_without_a_direction(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "hubspot/activites-2024-03-02.csv")
    assert landed.rows("outflows", "outflow_id, contact_id, channel, sent_at, status") == [
        ("711", "101", "phone", "2024-02-05 08:00:00", "sent")
    ]
    assert landed.rows("returns", "_return_source, return_id, contact_id, returned_at") == [
        ("hubspot_incoming_email", "712", "104", "2024-02-06 09:00:00")
    ]
    assert landed.rows("milestones", "kind, milestone_id, contact_id, account_id, reached_at") == [
        ("meeting", "713", "104", "503", "2024-02-07 10:00:00")
    ]
    assert landed.warnings == []
