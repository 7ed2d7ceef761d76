"""Pipedrive's exports: with its prefixes in English and French, without prefixes, and without ids."""

from pathlib import Path

from tests.unit.contracts.fixtures import email_keys, land_exports

ENGLISH, FRENCH = "pipedrive/deals-2024-03-01.csv", "pipedrive/affaires-2024-03-02.csv"


def test_deals_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, ENGLISH)
    columns = "deal_id, contact_id, account_id, stage, status, amount, currency, probability, lost_reason"
    assert landed.rows("deals", columns) == [
        ("1", "21", "11", "Offer made", "won", 1200.5, "EUR", 0.8, None),
        ("2", "22", "12", "Qualified", "lost", 800.0, "EUR", None, "Price"),
        ("3", None, "11", "Qualified", "open", 0.0, "EUR", None, None),
    ]
    assert landed.rows("deals", "deal_id, created_at, closed_at, expected_close_on") == [
        ("1", "2024-01-20 10:00:00", "2024-02-15 16:00:00", None),
        ("2", "2024-02-01 08:30:00", "2024-03-01 16:00:00", "2024-04-30"),
        ("3", "2024-07-10 10:00:00", None, None),
    ]
    assert landed.accounted()["deals"] == (4, 3, 0, 1)  # the deleted one is not selected


def test_a_deals_export_feeds_what_else_it_names(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, ENGLISH)
    # Four deals name two organisations: equal rows are found to be duplicates later.
    assert sorted(set(landed.rows("accounts", "account_id, account_name"))) == [("11", "Acme"), ("12", "Zenith")]
    assert landed.rows("contacts", "contact_id, account_id") == [("21", "11"), ("22", "12")]
    assert landed.rows("merges", "thing, new_id") == [("contact", "21"), ("contact", "22")]
    assert landed.rows("deal_stages", "deal_id, stage, entered_at") == [
        ("1", "Offer made", "2024-02-10 08:00:00"),
        ("3", "Qualified", "2024-07-10 10:00:00"),
    ]
    assert landed.rows("returns", "_return_source, kind, return_id, contact_id, account_id, returned_at, amount") == [
        ("pipedrive_inbound_deal", "inbound_deal", "1", "21", "11", "2024-01-20 10:00:00", 1200.5),
        ("pipedrive_inbound_deal", "inbound_deal", "3", None, "11", "2024-07-10 10:00:00", 0.0),
    ]
    assert landed.warnings == []


def test_headers_without_the_prefix_mean_the_same(tmp_path: Path) -> None:
    columns = "deal_id, contact_id, account_id, stage, status, amount, created_at, closed_at, _key, _content"
    prefixed = land_exports(tmp_path / "old", ENGLISH)
    bare = land_exports(tmp_path / "new", "pipedrive/deals-without-prefix-2024-03-03.csv")
    assert bare.rows("deals", columns) == prefixed.rows("deals", columns)


def test_deals_in_french_without_ids(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, FRENCH)
    assert landed.rows("deals", "account_id, stage, status, amount, created_at, closed_at, lost_reason") == [
        ("Acme", "Offre faite", "won", 1200.5, "2024-01-20 10:00:00", "2024-02-15 16:00:00", None),
        ("Zenith", "Qualifiée", "lost", 800.0, "2024-02-01 08:30:00", "2024-03-01 16:00:00", "Prix"),
        ("Acme", "Qualifiée", "open", 0.0, "2024-02-10 11:00:00", None, None),
    ]
    (roof, ann), (door, bob), (wall, ann_again) = landed.rows("deals", "deal_id, contact_id")
    assert len({roof, door, wall}) == 3
    assert ann == ann_again != bob
    assert landed.rows("returns", "return_id") == []
    assert landed.warnings == []


def test_activities_in_both_languages_reach_the_person_that_a_deal_has_an_id_of(tmp_path: Path) -> None:
    landed = land_exports(
        tmp_path, "pipedrive/activities-2024-03-01.csv", "pipedrive/activites-2024-03-02.csv", ENGLISH
    )
    columns = "account_id, channel, level, sent_at, sent_is_date_only, contact_id_key"
    outflows = landed.rows("outflows", columns)
    calls = [row for row in outflows if row[1] == "phone"]
    emails = [row for row in outflows if row[1] == "email"]
    # The call and the e-mail of the English file, and the same two of the French one.
    assert [row[:5] for row in calls] == [("Acme", "phone", "person", "2024-02-05 09:20:00", False)] * 2
    assert [row[:5] for row in emails] == [("Zenith", "email", "person", "2024-02-05 23:00:00", True)] * 2
    known = {new_id: old_key for old_key, new_id in landed.rows("merges", "old_id_key, new_id")}
    assert {row[5] for row in calls} == {known["21"]}
    assert {row[5] for row in emails} == {known["22"]}
    # The second file is in another language than the first: that is told, and nothing else.
    (drift,) = landed.warnings
    assert "differs from" in drift


def test_persons_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "pipedrive/people-2024-03-01.csv")
    keys = email_keys(["ann.leroy@acme.example", "bob@example.com", "cy@example.com"])
    assert landed.rows("contacts", "contact_id, account_id, email_key, phone_country, created_at") == [
        ("21", "11", keys[0], "FR", "2024-01-10 07:00:00"),
        ("22", "12", keys[1], "DE", "2024-01-11 07:00:00"),
        ("23", None, keys[2], None, "2024-07-11 06:00:00"),
    ]
    assert landed.rows("merges", "new_id") == [("21",), ("22",)]  # without an organisation a name identifies nobody


def test_persons_in_french_without_ids(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "pipedrive/personnes-2024-03-02.csv", FRENCH)
    keys = email_keys(["ann.leroy@acme.example", "bob@example.com", "zoe@zenith.example", "leo@example.com"])
    assert landed.rows("contacts", "account_id, email_key, phone_country") == [
        ("Acme", keys[0], "FR"),
        ("Zenith", keys[1], None),
        ("Zenith", keys[2], None),
        (None, keys[3], None),
    ]
    persons = [contact_id for (contact_id,) in landed.rows("contacts", "contact_id")]
    assert persons[3] is None  # without an organisation a name identifies nobody: the address does
    assert [contact_id for (contact_id,) in landed.rows("deals", "contact_id")] == [persons[0], persons[1], persons[0]]
