"""Brevo's contacts and logs in English and French."""

from pathlib import Path

from tests.unit.contracts.fixtures import email_key, email_keys, land_exports


def test_contacts_in_english(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "brevo/brevo-contacts-2024-03-01.csv")
    keys = email_keys(["ann.leroy@acme.example", "bob@zenith.example", "zoe@example.com"])
    assert landed.rows("contacts", "contact_id, email_key, created_at, is_mailable") == [
        ("1", keys[0], "2024-01-14 23:00:00", True),
        ("2", keys[1], "2023-07-02 12:30:00", False),
        ("3", keys[2], "2023-12-30 23:00:00", None),
    ]
    assert landed.warnings == []


def test_contacts_in_french_saved_by_excel(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "brevo/contacts-fr-2024-03-02.csv")
    keys = email_keys(["ann.leroy@acme.example", "zoe@zenith.example"])
    assert landed.rows("contacts", "contact_id, email_key, created_at, is_mailable") == [
        ("1", keys[0], "2024-01-14 23:00:00", True),
        ("4", keys[1], "2024-02-20 07:00:00", False),
    ]
    assert landed.warnings == []


def test_a_phone_number_makes_the_same_key_in_both_languages(tmp_path: Path) -> None:
    english = land_exports(tmp_path / "en", "brevo/brevo-contacts-2024-03-01.csv")
    french = land_exports(tmp_path / "fr", "brevo/contacts-fr-2024-03-02.csv")
    (ann, bob, zoe) = english.rows("contacts", "phone_name_key")
    assert french.rows("contacts", "phone_name_key")[0] == ann
    assert ann != bob != zoe == (None,)


def test_logs_in_english_tell_marketing_from_what_is_not(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "brevo/brevo-logs-2024-03-01.csv")
    assert landed.rows("outflows", "outflow_id, channel, level, campaign_id, purpose, sent_at, email_key") == [
        ("<m1@brevo.example>", "email", "person", "february", "marketing", "2024-02-07 08:30:00",
         email_key("ann.leroy@acme.example")),
        ("<m2@brevo.example>", "email", "person", "order-confirmation", "transactional", "2024-02-08 10:00:00",
         email_key("bob@zenith.example")),
        ("<m3@brevo.example>", "email", "person", "reply", "reply", "2024-07-09 10:00:00",
         email_key("cy@example.com")),
    ]  # fmt: skip
    assert landed.rows("engagements", "kind, outflow_id, occurred_at") == [
        ("open", "<m1@brevo.example>", "2024-02-07 09:00:00"),
        ("click", "<m1@brevo.example>", "2024-02-07 09:00:30"),
        ("bounce", "<m2@brevo.example>", "2024-02-08 10:00:05"),
    ]
    assert landed.accounted() == {"outflows": (6, 3, 0, 3), "engagements": (6, 3, 0, 3)}
    assert landed.warnings == []


def test_a_tag_tells_the_level_of_targeting_only_where_it_begins_with_a_word_for_it(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "brevo/brevo-logs-2024-03-04.csv")
    assert landed.rows("outflows", "campaign_id, targeting") == [
        ("Blast-march", "blast"),
        ("liste-lyon", "list"),
        ("auto-welcome", "automated"),
        ("predictive-offer", "behavioural"),
        ("automobile", None),
        (None, None),
    ]
    assert landed.warnings == []


def test_logs_in_french(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "brevo/logs-fr-2024-03-02.csv")
    assert landed.rows("outflows", "outflow_id, campaign_id, purpose, sent_at") == [
        ("<m4@brevo.example>", "fevrier", "marketing", "2024-02-07 08:30:00"),
        ("<m5@brevo.example>", "confirmation-commande", "transactional", "2024-02-08 10:00:00"),
    ]
    assert landed.rows("engagements", "kind, outflow_id, campaign_id, occurred_at") == [
        ("delivery", "<m4@brevo.example>", "fevrier", "2024-02-07 08:30:02"),
        ("open", "<m4@brevo.example>", "fevrier", "2024-02-07 09:00:00"),
        ("soft_bounce", "<m5@brevo.example>", "confirmation-commande", "2024-02-08 10:00:05"),
        ("unsubscribe", "<m4@brevo.example>", None, "2024-07-10 06:00:00"),
    ]
    assert landed.warnings == []
