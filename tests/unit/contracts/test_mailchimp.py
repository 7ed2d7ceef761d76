"""Mailchimp: the three files of an audience, campaign reports old and new, opens and clicks of the account export."""

from pathlib import Path

from tests.unit.contracts.fixtures import EXPORTS, email_key, email_keys, land_exports, land_files
from tests.unit.landing.formats.written import write_zip

SUBSCRIBED = "mailchimp/subscribed_email_audience_export_1a2b-2024-03-01.csv"
UNSUBSCRIBED = "mailchimp/unsubscribed_email_audience_export_1a2b-2024-03-01.csv"
CLEANED = "mailchimp/cleaned_email_audience_export_1a2b-2024-03-01.csv"


def test_the_files_of_an_audience_are_parts_of_one_snapshot(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, SUBSCRIBED, UNSUBSCRIBED, CLEANED)
    assert landed.contracts == ["mailchimp_audience"]
    assert sorted(landed.rows("contacts", "contact_id, _part, created_at, unsubscribed_at, _version_at")) == [
        ("e1", "subscribed", "2024-01-15 09:30:00", None, "2024-02-01 08:00:00"),
        ("e2", "subscribed", "2023-07-02 12:30:00", None, "2023-07-02 12:35:00"),
        ("e3", "subscribed", "2023-12-31 22:45:00", None, "2023-12-31 22:45:00"),
        ("e4", "unsubscribed", "2023-01-10 07:00:00", "2024-02-10 11:00:00", "2024-02-10 11:00:00"),
        ("e5", "unsubscribed", "2023-01-11 07:00:00", "2024-07-11 10:00:00", "2024-07-11 10:00:00"),
        ("e6", "cleaned", "2023-01-12 07:00:00", "2024-02-12 11:00:00", "2024-02-12 11:00:00"),
    ]
    assert landed.warnings == []


def test_an_audience_names_persons_and_countries(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, SUBSCRIBED)
    keys = email_keys(["ann.leroy@acme.example", "bob@zenith.example", "zoe@example.com"])
    assert landed.rows("contacts", "email_key, country, region") == [
        (keys[0], "FR", "BRE"),
        (keys[1], "DE", None),
        (keys[2], None, None),
    ]
    assert landed.rows("engagements", "kind") == []


def test_leaving_and_bouncing_are_engagements_of_the_campaign_that_led_to_them(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, UNSUBSCRIBED, CLEANED)
    assert landed.rows("engagements", "kind, contact_id, email_key, occurred_at, campaign_id") == [
        ("bounce", "e6", email_key("gone@example.com"), "2024-02-12 11:00:00", "c77"),
        ("unsubscribe", "e4", email_key("cy@example.com"), "2024-02-10 11:00:00", "c77"),
        ("unsubscribe", "e5", email_key("di@example.com"), "2024-07-11 10:00:00", None),
    ]


def test_campaign_reports_are_audience_outflows(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "mailchimp/campaigns-2018-07-01.csv")
    assert landed.rows("outflows", "outflow_id, campaign_id, channel, level, purpose, touches, sent_at") == [
        ("c1", "c1", "newsletter", "audience", "marketing", 1234, "2018-06-09 19:30:00"),
        ("c2", "c2", "newsletter", "audience", "marketing", 18, "2018-01-10 07:00:00"),
        ("c3", "c3", "newsletter", "audience", "marketing", 1, "2018-02-01 11:05:00"),
    ]
    assert landed.rows("campaigns", "campaign_id, campaign_name, started_at, recipients") == [
        ("c1", "June news", "2018-06-09 19:30:00", 1234),
        ("c2", "Old news", "2018-01-10 07:00:00", 18),
        ("c3", "Test", "2018-02-01 11:05:00", 1),
    ]
    assert landed.warnings == []


def test_newer_reports_say_audience_for_list(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "mailchimp/campaigns-2024-03-01.csv")
    assert landed.rows("outflows", "outflow_id, campaign_name, touches, sent_at") == [
        ("c77", "February news", 500, "2024-02-07 08:30:00")
    ]


def test_opens_and_clicks_of_the_account_export_are_all_kept(tmp_path: Path) -> None:
    landed = land_exports(
        tmp_path,
        "mailchimp/granular_activity/opens/12_february-news.csv",
        "mailchimp/granular_activity/clicks/12_february-news.csv",
    )
    ann, bob = email_keys(["ann.leroy@acme.example", "bob@zenith.example"])
    assert landed.rows("engagements", "kind, email_key, occurred_at") == [
        ("click", ann, "2024-02-07 09:00:30"),
        ("open", ann, "2024-02-07 09:00:01"),
        ("open", ann, "2024-02-07 09:00:01"),
        ("open", bob, "2024-02-08 18:30:00"),
    ]
    assert set(landed.rows("engagements", "campaign_id")) == {("12_february-news",)}
    assert len(set(landed.rows("engagements", "_key"))) == 4  # twice in one second is twice


def test_the_report_of_a_single_campaign_stands_on_end(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "mailchimp/reports/february-2024-03-01.csv")
    assert landed.contracts == ["mailchimp_campaign_report"]
    assert landed.rows("campaigns", "campaign_id, campaign_name, started_at, recipients") == [
        ("February news", "February news", "2024-02-06 20:15:00", 1234)
    ]
    assert landed.rows("outflows", "outflow_id, level, channel, sent_at, touches, purpose") == [
        ("February news", "audience", "newsletter", "2024-02-06 20:15:00", 1234, "marketing")
    ]
    assert landed.accounted()["outflows"] == (1, 1, 0, 0)


ACCOUNT = {
    "46727/lists/members/members_47741_news.csv": SUBSCRIBED,
    "46727/lists/unsubscribed/unsubscribed_47741_news.csv": UNSUBSCRIBED,
    "46727/lists/cleaned/cleaned_47741_news.csv": CLEANED,
    "46727/campaigns.csv": "mailchimp/campaigns-2024-03-01.csv",
    "46727/granular_activity/opens/12_february-news.csv": "mailchimp/granular_activity/opens/12_february-news.csv",
    "46727/granular_activity/clicks/12_february-news.csv": "mailchimp/granular_activity/clicks/12_february-news.csv",
}
LEFT_OUT = {
    "46727/aggregate_activity/opened/12_february-news.csv": "Email Address\nann.leroy@acme.example\n",
    "46727/aggregate_activity/not_opened/12_february-news.csv": "Email Address\nzoe@example.com\n",
    "46727/aggregate_activity/bounces/12_february-news.csv": "Email Address,Bounce Type\ngone@example.com,hard\n",
    "46727/geo_data/12_february-news.csv": "Country,Opens\nFR,3\n",
    "46727/templates/7_news.html": "<p>News</p>",
    "46727/campaigns_content/12_february-news.txt": "News",
}


def test_the_archive_of_the_account_is_read_as_it_is(tmp_path: Path) -> None:
    taken = {entry: (EXPORTS / name).read_bytes() for entry, name in ACCOUNT.items()}
    archive = write_zip(tmp_path / "account.zip", {**taken, **LEFT_OUT})
    landed = land_files(tmp_path, {"mailchimp/account_export-2024-03-01.zip": archive})
    assert landed.contracts == ["mailchimp_audience", "mailchimp_campaigns", "mailchimp_clicks", "mailchimp_opens"]
    assert landed.warnings == []
    # Two audiences of one account are two snapshots: the number of the audience is part of the part's name.
    assert sorted(landed.rows("contacts", "contact_id, _part")) == [
        ("e1", "members_47741"),
        ("e2", "members_47741"),
        ("e3", "members_47741"),
        ("e4", "unsubscribed_47741"),
        ("e5", "unsubscribed_47741"),
        ("e6", "cleaned_47741"),
    ]
    assert landed.rows("outflows", "outflow_id, touches") == [("c77", 500)]
    assert sorted(landed.rows("engagements", "kind, campaign_id"), key=str) == [
        ("bounce", "c77"),
        ("click", "12_february-news"),
        *[("open", "12_february-news")] * 3,
        ("unsubscribe", "c77"),
        ("unsubscribe", None),
    ]


def test_the_archive_of_an_audience_lands_what_its_three_files_do(tmp_path: Path) -> None:
    entries = {name.rpartition("/")[2]: (EXPORTS / name).read_bytes() for name in (SUBSCRIBED, UNSUBSCRIBED, CLEANED)}
    archive = write_zip(tmp_path / "audience.zip", {**entries})
    packed = land_files(tmp_path, {"mailchimp/audience_export_1a2b-2024-03-01.zip": archive})
    plain = land_exports(tmp_path / "plain", SUBSCRIBED, UNSUBSCRIBED, CLEANED)
    columns = "contact_id, email_key, _part, created_at, unsubscribed_at, _key"
    assert packed.rows("contacts", columns) == plain.rows("contacts", columns)
    assert packed.contracts == ["mailchimp_audience"]
