"""SendGrid's e-mail activity: messages, what became of them, and what they were for."""

from pathlib import Path

from tests.unit.contracts.fixtures import email_keys, land_exports

ACTIVITY = "sendgrid/activity-2024-03-01.csv"


def test_messages_that_were_processed_are_outflows(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, ACTIVITY)
    keys = email_keys(["ann.leroy@acme.example", "bob@zenith.example", "cy@example.com", "di@example.com"])
    # 1707298200 is 7 February 2024, 9:30 in UTC.
    assert landed.rows("outflows", "outflow_id, email_key, channel, level, sent_at, campaign_id, purpose") == [
        ("g1", keys[0], "email", "person", "2024-02-07 09:30:00", "555", "marketing"),
        ("g2", keys[1], "email", "person", "2024-02-08 11:00:00", "d-1", "transactional"),
        ("g3", keys[2], "email", "person", "2024-02-08 13:46:40", None, "marketing"),
        ("g4", keys[3], "email", "person", "2024-02-08 13:48:20", None, "transactional"),
    ]
    assert landed.warnings == []


def test_what_became_of_a_message_is_an_engagement(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, ACTIVITY)
    assert landed.rows("engagements", "kind, outflow_id, occurred_at, campaign_id") == [
        ("open", "g1", "2024-02-07 09:31:00", "555"),
        ("bounce", "g2", "2024-02-08 11:00:05", "d-1"),
    ]
    assert landed.accounted() == {"outflows": (6, 4, 0, 2), "engagements": (6, 2, 0, 4)}
