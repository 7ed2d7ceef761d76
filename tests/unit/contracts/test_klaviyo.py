"""Klaviyo's campaign reports, with conversion columns named after any metric, with and without variants."""

from pathlib import Path

from tests.unit.contracts.fixtures import land_exports


def test_reports_are_audience_outflows_of_their_channel(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "klaviyo/campaigns-2024-03-01.csv")
    assert landed.rows("outflows", "outflow_id, campaign_id, channel, level, purpose, touches, sent_at") == [
        ("01A", "01A", "newsletter", "audience", "marketing", 1500, "2024-02-07 08:30:00"),
        ("01B", "01B", "sms", "audience", "marketing", 200, "2024-07-08 16:00:00"),
    ]
    assert landed.rows("campaigns", "campaign_id, campaign_name, channel, started_at, recipients") == [
        ("01A", "February news", "newsletter", "2024-02-07 08:30:00", 1500),
        ("01B", "Flash", "sms", "2024-07-08 16:00:00", 200),
    ]
    assert landed.warnings == []


def test_each_variant_of_a_campaign_is_an_outflow_of_it(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "klaviyo/campaigns-with-variants-2024-03-02.csv")
    assert landed.rows("outflows", "outflow_id, campaign_id, touches") == [
        ("01C Variation A", "01C", 100),
        ("01C Variation B", "01C", 120),
        ("01D", "01D", 50),
    ]
    # None of the variants has all recipients of the campaign: only the plain one says how many there were.
    assert landed.rows("campaigns", "campaign_id, campaign_name, recipients") == [
        ("01D", "Plain", 50),
        ("01C", "Test", None),
        ("01C", "Test", None),
    ]
    assert landed.warnings == []
