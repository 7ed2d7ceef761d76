"""Lists of one's own that outflows and returns stand in: calls, letters, forms, events, e-mail reports by recipient."""

from pathlib import Path

import pytest

from tests.unit.contracts.fixtures import email_key, email_keys, land_exports

ANN, BOB, CY, DI, ZOE = (
    "ann.leroy@acme.example",
    "bob@zenith.example",
    "cy@example.com",
    "di@example.com",
    "zoe@example.com",
)


@pytest.mark.parametrize("name", ["phone/appels-2024-03-01.csv", "calls/calls-2024-03-01.csv"])
def test_calls_with_date_and_time_in_two_columns_or_one(tmp_path: Path, name: str) -> None:
    landed = land_exports(tmp_path, name)
    assert landed.contracts == ["phone_log"]
    assert landed.rows("outflows", "channel, sent_at, sent_is_date_only, phone_country, status") == [
        ("phone", "2024-02-05 09:15:00", False, "FR", "sent"),
        ("phone", "2024-02-05 09:45:00", False, "DE", "failed"),
    ]
    assert landed.rows("returns", "_return_source, kind, returned_at, answered_at, phone_country") == [
        ("phone_log", "inbound_call", "2024-07-06 09:00:00", "2024-07-06 10:00:00", "FR")
    ]
    assert landed.warnings == []


def test_both_languages_know_the_same_caller(tmp_path: Path) -> None:
    keys = [
        land_exports(tmp_path / name[:4], name).rows("outflows", "phone_name_key")
        for name in ("phone/appels-2024-03-01.csv", "calls/calls-2024-03-01.csv")
    ]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("name", ["letters/letters-2024-03-01.csv", "courriers/courriers-2024-03-01.csv"])
def test_letters(tmp_path: Path, name: str) -> None:
    landed = land_exports(tmp_path, name)
    assert landed.contracts == ["letter_log"]
    assert landed.rows("outflows", "outflow_id, level, account_domain, email_key, sent_at, status") == [
        ("L1", "person", None, email_key(ANN), "2024-02-04 23:00:00", "sent"),
        ("L2", "account", "zenith.example", None, "2024-02-04 23:00:00", "failed"),
        ("L3", "person", None, email_key(CY), "2024-07-05 22:00:00", "sent"),
    ]
    assert landed.warnings == []


def test_forms_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "forms/web-forms-2024-03-01.csv")
    columns = "return_id, kind, returned_at, answered_at, email_key, referrer_email_key, becomes_deal_id"
    ann, bob, zoe = email_keys([ANN, BOB, ZOE])
    assert landed.rows("returns", columns) == [
        ("W1", "form", "2024-02-05 09:00:00", "2024-02-06 08:00:00", ann, None, "9001"),
        ("W2", "event_sign_up", "2024-02-06 09:00:00", None, bob, None, None),
        ("W3", "referral", "2024-07-06 22:30:00", None, zoe, ann, None),
    ]
    assert landed.warnings == []


def test_forms_in_french_that_number_nothing(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "forms/formulaires-2024-03-02.csv")
    ann, bob, zoe = email_keys([ANN, BOB, ZOE])
    assert landed.rows("returns", "_return_source, kind, returned_at, email_key, referrer_email_key") == [
        ("web_form", "form", "2024-02-05 09:00:00", ann, None),
        ("web_form", "event_sign_up", "2024-02-06 09:00:00", bob, None),
        ("web_form", "referral", "2024-07-06 22:30:00", zoe, ann),
        ("web_form", "referral", "2024-07-06 22:30:00", zoe, ann),
    ]
    assert len(set(landed.rows("returns", "_key"))) == 4  # two equal lines are two returns
    assert landed.warnings == []


def test_events_in_english_are_invitations_sign_ups_and_visits(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "events/events-2024-03-01.csv")
    assert landed.rows("outflows", "channel, campaign_id, email_key, sent_at, sent_is_date_only") == [
        ("event", "Fair 2024", key, "2024-01-31 23:00:00", True) for key in email_keys([ANN, BOB, DI])
    ]
    assert landed.rows("returns", "_return_source, kind, email_key, returned_at, returned_is_date_only") == [
        ("event_sign_up", "event_sign_up", email_key(ANN), "2024-02-09 23:00:00", True),
        ("event_sign_up", "event_sign_up", email_key(CY), "2024-02-12 13:30:00", False),
        ("event_visit", "walk_in", email_key(BOB), "2024-02-29 23:00:00", True),
    ]
    assert landed.warnings == []


def test_events_in_french(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salons/salons-2024-03-02.csv")
    assert landed.rows("outflows", "email_key, sent_at") == [
        (key, "2024-01-31 23:00:00") for key in email_keys([ANN, DI])
    ]
    assert landed.rows("returns", "kind, email_key, account_domain, phone_country, returned_at") == [
        ("event_sign_up", email_key(ANN), None, None, "2024-02-09 23:00:00"),
        ("walk_in", None, "zenith.example", "FR", "2024-03-01 14:00:00"),
    ]


@pytest.mark.parametrize("name", ["email_reports/email-report-2024-03-01.csv", "rapports_email/rapport-2024-03-02.csv"])
def test_a_report_with_opens_and_clicks_in_each_row_feeds_outflows_and_engagements(tmp_path: Path, name: str) -> None:
    landed = land_exports(tmp_path, name)
    ann, bob, cy = email_keys([ANN, BOB, CY])
    assert landed.rows("outflows", "email_key, sent_at, purpose") == [
        (ann, "2024-02-07 08:30:00", "marketing"),
        (bob, "2024-02-07 08:30:00", "marketing"),
        (cy, "2024-07-08 09:00:00", "transactional"),
    ]
    assert landed.rows("engagements", "kind, email_key, occurred_at") == [
        ("bounce", bob, "2024-02-07 08:31:00"),
        ("click", ann, "2024-02-07 09:01:00"),
        ("delivery", ann, "2024-02-07 08:31:00"),
        ("delivery", cy, "2024-07-08 09:00:00"),
        ("open", ann, "2024-02-07 09:00:00"),
        ("unsubscribe", ann, "2024-02-08 07:00:00"),
    ]
    # Each belongs to the message that the same row sent.
    sent = dict(landed.rows("outflows", "email_key, outflow_id"))
    assert all(sent[email] == message for email, message in landed.rows("engagements", "email_key, outflow_id"))
    assert landed.warnings == []


def test_a_merge_list_joins_ids_of_the_system_that_each_row_names(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "merges/merges-2024-03-01.csv")
    assert landed.contracts == ["merge_list"]
    assert landed.rows("merges", "_feed, thing, old_id, new_id, merged_at") == [
        ("hubspot", "contact", "102", "101", "2024-02-05 09:00:00"),
        ("hubspot", "account", "502", "501", "2024-07-05 08:00:00"),
        # A lead by the 15 signs of a report, its contact by the 18 of the API.
        ("salesforce", "contact", "00Q000000000001EAA", "003000000000001AAA", "2024-02-05 23:00:00"),
        ("shop", "contact", "C-2", "C-1", None),
    ]
    assert landed.accounted()["hubspot"] == (5, 2, 1, 2)  # nobody knows what an invoice is here


def test_a_merge_list_meets_the_ids_of_its_systems(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "merges/merges-2024-03-01.csv", "hubspot/hubspot-activities-2024-03-01.csv")
    known = {key for (key,) in landed.rows("outflows", "contact_id_key", "contact_id in ('101', '102')")}
    merged = landed.rows("merges", "old_id_key, new_id_key", "_feed = 'hubspot' and thing = 'contact'")
    assert known == set(merged[0])


def test_a_french_merge_list_says_the_same(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "fusions/doublons-2024-03-01.csv")
    assert landed.rows("merges", "_feed, thing, old_id, new_id, merged_at") == [
        ("hubspot", "contact", "102", "101", "2024-02-05 09:00:00"),
        ("hubspot", "account", "502", "501", "2024-07-05 08:00:00"),
        ("shop", "contact", "C-2", "C-1", None),
    ]
    assert landed.warnings == []
