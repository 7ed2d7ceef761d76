"""Salesforce: objects under their API names, and reports of opportunities in English and French with their footers."""

from pathlib import Path

from tests.unit.contracts.fixtures import email_key, land_exports


def test_accounts_and_those_that_were_merged(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/Account-2024-03-01.csv")
    columns = "account_id, account_name, account_domain, industry, country, employees, parent_account_id, created_at"
    assert landed.rows("accounts", columns) == [
        ("001A1", "Acme", "acme.example", "Energy", "France", 250, None, "2024-01-15 09:30:00"),
        ("001A2", "Acme Nord", "nord.acme.example", None, None, 12, "001A1", "2024-02-01 08:00:00"),
        ("001A9", "ACME (old)", None, None, None, None, None, "2023-05-01 08:00:00"),
    ]
    assert landed.rows("merges", "thing, old_id, new_id") == [("account", "001A9", "001A1")]
    assert landed.warnings == []


def test_contacts_and_those_that_were_merged(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/Contact-2024-03-01.csv")
    assert landed.rows("contacts", "contact_id, account_id, email_key, phone_country, is_mailable, created_at") == [
        ("003C1", "001A1", email_key("ann.leroy@acme.example"), "FR", True, "2024-01-16 10:00:00"),
        ("003C2", "001A2", email_key("bob@nord.acme.example"), "FR", False, "2024-01-17 10:00:00"),
        ("003C8", "001A1", email_key("annie@acme.example"), None, True, "2023-01-17 10:00:00"),
    ]
    assert landed.rows("contacts", "lead_source, job_title, region, country") == [
        ("Web", "Buyer", "Bretagne", "France"),
        ("Trade Show", None, None, "France"),
        (None, None, None, None),
    ]
    assert landed.rows("merges", "thing, old_id, new_id") == [("contact", "003C8", "003C1")]


def test_leads_are_persons_returns_and_what_they_became(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/Lead-2024-03-01.csv")
    assert landed.rows("contacts", "contact_id, account_id, account_domain, created_at, is_mailable") == [
        ("00QL1", "001A1", None, "2024-01-10 09:00:00", True),
        ("00QL2", None, "zenith.example", "2024-02-01 12:00:00", True),
        ("00QL3", None, None, "2024-07-02 22:30:00", False),
    ]
    assert landed.rows("merges", "thing, old_id, new_id, merged_at") == [
        ("contact", "00QL1", "003C1", "2024-01-19 23:00:00")
    ]
    assert landed.rows("returns", "_return_source, kind, return_id, contact_id, becomes_deal_id, returned_at") == [
        ("salesforce_inbound_lead", "form", "00QL1", "00QL1", "006O1", "2024-01-10 09:00:00"),
        ("salesforce_inbound_lead", "referral", "00QL3", "00QL3", None, "2024-07-02 22:30:00"),
    ]
    assert landed.warnings == []


def test_campaigns_without_recipients_are_audience_outflows_and_costs(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/Campaign-2024-03-01.csv")
    assert landed.rows("campaigns", "campaign_id, campaign_name, channel, started_at, recipients") == [
        ("701P1", "Spring mailing", "letter", "2024-02-04 23:00:00", 500),
        ("701P2", "Fair", "event", "2024-04-09 22:00:00", 0),
        ("701P3", "Idea", "campaign", "2024-02-02 09:00:00", None),
    ]
    assert landed.rows("outflows", "outflow_id, campaign_id, channel, level, touches, sent_at, sent_is_date_only") == [
        ("701P1", "701P1", "letter", "audience", 500, "2024-02-04 23:00:00", True)
    ]
    assert landed.rows("costs", "cost_id, channel, amount, currency, spent_at") == [
        ("701P1", "letter", 1250.5, "EUR", "2024-02-04 23:00:00")
    ]


def test_campaign_members_are_outflows_answers_and_converted_leads(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/CampaignMember-2024-03-01.csv")
    assert landed.contracts == ["salesforce_campaign_members"]
    assert landed.rows("outflows", "outflow_id, contact_id, campaign_id, channel, level, sent_at, status") == [
        ("00vM1", "003C1", "701P1", "campaign", "person", "2024-02-05 07:00:00", "sent"),
        ("00vM2", "00QL2", "701P1", "campaign", "person", "2024-02-05 07:00:00", "sent"),
        ("00vM5", "003C2", "701P2", "campaign", "person", "2024-02-06 07:00:00", "failed"),
    ]
    assert landed.rows("merges", "old_id, new_id") == [("00QL1", "003C1")]
    assert landed.rows(
        "returns", "_return_source, kind, return_id, contact_id, returned_at, returned_is_date_only"
    ) == [("salesforce_campaign_response", "reply", "00vM1", "003C1", "2024-02-11 23:00:00", True)]
    assert landed.accounted()["outflows"] == (5, 3, 0, 2)
    assert landed.warnings == []


def test_opportunities(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/Opportunity-2024-03-01.csv")
    assert landed.rows("deals", "deal_id, account_id, stage, status, amount, currency, probability") == [
        ("006O1", "001A1", "won", "won", 1200.5, "EUR", 1.0),
        ("006O2", "001A2", "Negotiation/Review", "open", 800.0, "USD", 0.905),
        ("006O3", "001A2", "Abandoned", "lost", None, None, 0.0),
    ]
    assert landed.rows("deals", "created_at, closed_at, expected_close_on, campaign_id") == [
        ("2024-01-20 10:00:00", "2024-02-14 23:00:00", "2024-02-15", "701P1"),
        ("2024-02-01 08:30:00", "2024-04-29 22:00:00", "2024-04-30", None),
        ("2024-02-10 11:00:00", "2024-02-27 23:00:00", "2024-02-28", None),
    ]
    assert landed.rows("returns", "_return_source, return_id, account_id, amount") == [
        ("salesforce_inbound_opportunity", "006O1", "001A1", 1200.5)
    ]


def test_opportunity_history(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/OpportunityHistory-2024-03-01.csv")
    assert landed.rows("deal_stages", "deal_id, stage, entered_at") == [
        ("006O1", "Prospecting", "2024-01-20 10:00:00"),
        ("006O1", "won", "2024-02-15 16:00:00"),
        ("006O2", "Négociation", "2024-02-01 08:30:00"),
    ]


def test_a_report_in_english_without_ids_but_with_a_footer(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/report1709280000000-2024-03-01.csv")
    assert landed.rows("deals", "account_id, stage, status, amount, currency, probability, deal_type") == [
        ("Acme", "won", "won", 1200.5, "EUR", 1.0, "New Business"),
        ("Acme Nord", "Negotiation/Review", "open", 800.0, "USD", 0.9, None),
        ("Acme Nord", "lost", "lost", None, "EUR", 0.0, "Existing Business"),
    ]
    assert landed.rows("deals", "created_at, closed_at") == [
        ("2024-01-19 23:00:00", "2024-02-14 23:00:00"),
        ("2024-01-31 23:00:00", "2024-04-29 22:00:00"),
        ("2024-02-09 23:00:00", "2024-02-27 23:00:00"),
    ]
    ids = [deal_id for (deal_id,) in landed.rows("deals", "deal_id")]
    assert len(set(ids)) == 3
    assert all(deal_id.isdigit() for deal_id in ids)  # nothing of the opportunity's name can be read
    found = landed.con.execute("select distinct records, footer from landing.deliveries").fetchall()
    assert found == [(9, 6)]  # three deals, five closing lines behind a blank one
    assert landed.warnings == []


def test_a_report_in_french_with_an_id_where_it_is_shown(tmp_path: Path) -> None:
    landed = land_exports(tmp_path, "salesforce/rapport-2024-03-01.csv")
    assert landed.contracts == ["salesforce_rapport_opportunites"]
    assert landed.rows("deals", "deal_id, account_id, stage, status, amount, probability", "_feed = 'deals'") == [
        ("006O1", "Acme", "won", "won", 1200.5, 1.0),
        ("006O2", "Acme Nord", "Négociation", "open", 800.0, 0.9),
    ]
    assert landed.rows("deals", "status, created_at, closed_at", "_feed <> 'deals'") == [
        ("lost", "2024-02-09 23:00:00", "2024-02-27 23:00:00")
    ]
    assert landed.warnings == []
