"""The contracts of milestones, the market list, deals and their stages: what lands of a few written lines."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from dagster_project.landing import RunStamp, land, register
from dagster_project.landing.contract import load_contracts
from dagster_project.resources import builtin_contracts_dir
from dagster_project.workspace import init_workspace
from tests.unit.landing.workspaces import HASH_KEY


def _landed(root: Path, name: str, *lines: str) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory in which one file was landed with the contracts that ship."""
    workspace = init_workspace(root / "workspace", HASH_KEY)
    path = workspace.inbox / name
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    contracts = load_contracts(builtin_contracts_dir())
    report = land(workspace, contracts)
    assert not report.unreadable
    assert not report.unknown
    con = duckdb.connect()
    register(con, workspace, contracts, RunStamp("run-1", "0.0.0"))
    return con


def test_milestones_name_a_contact_of_the_crm(tmp_path: Path) -> None:
    con = _landed(
        tmp_path,
        "subscriptions/milestones-2024-07-01.csv",
        "Event ID,CRM Contact ID,Event,Date,Onboarding",
        "M1,10001,signed_up,2024-03-01,",
        "M2,10001,onboarding_offered,2024-03-01,trained",
        "M3,10001,cancelled,2024-05-01,",
    )
    rows = con.execute(
        "select milestone_id, kind, onboarding_kind, reached_at, reached_is_date_only from landing.milestones"
        " order by milestone_id"
    ).fetchall()
    # A day begins at 23:00 UTC of the day before, in summer at 22:00.
    assert rows == [
        ("M1", "signed_up", None, datetime(2024, 2, 29, 23), True),
        ("M2", "onboarding_offered", "trained", datetime(2024, 2, 29, 23), True),
        ("M3", "cancelled", None, datetime(2024, 4, 30, 22), True),
    ]


def test_a_contact_of_a_milestone_is_the_one_of_hubspot(tmp_path: Path) -> None:
    milestone = _landed(
        tmp_path / "one",
        "subscriptions/milestones-2024-07-01.csv",
        "Event ID,CRM Contact ID,Event,Date,Onboarding",
        "M1,10001,signed_up,2024-03-01,",
    ).execute("select contact_id_key from landing.milestones")
    contact = _landed(
        tmp_path / "other",
        "hubspot/hubspot-contacts-2024-07-01.csv",
        "Record ID,First Name,Last Name,Email",
        "10001,Ann,Example,ann@example.fr",
    ).execute("select contact_id_key from landing.contacts")
    assert milestone.fetchone() == contact.fetchone()


def test_the_market_list_names_companies_by_their_site(tmp_path: Path) -> None:
    con = _landed(
        tmp_path,
        "market/market-list-2024-07-01.csv",
        "No,Company,Website,Industry,Region,Employees,Potential,Supplier",
        "1,Example SAS,https://www.example.fr/,Health,Bretagne,40,2500,Hydralia",
        "2,Sample SARL,sample.fr,Food,Occitanie,7,,",
    )
    rows = con.execute(
        "select prospect_id, account_domain, employees, potential, supplier from landing.prospects order by 1"
    ).fetchall()
    assert rows == [
        ("1", "example.fr", 40, Decimal("2500.000000"), "Hydralia"),
        ("2", "sample.fr", 7, None, None),
    ]


def test_the_history_of_stages_says_when_a_deal_entered_and_left(tmp_path: Path) -> None:
    con = _landed(
        tmp_path,
        "hubspot/hubspot-stages-2024-07-01.csv",
        "Record ID,Deal Stage,Date entered stage,Date left stage",
        "7,appointmentscheduled,2024-01-10 09:00,2024-01-20 10:00",
        "7,Qualifié pour l'achat,2024-01-20 10:00,",
    )
    rows = con.execute("select deal_id, stage, entered_at, left_at from landing.deal_stages order by 3").fetchall()
    assert rows == [
        ("7", "appointment", datetime(2024, 1, 10, 8), datetime(2024, 1, 20, 9)),
        ("7", "qualified", datetime(2024, 1, 20, 9), None),
    ]


def test_a_deal_says_when_it_is_expected_why_then_and_to_whom_it_was_lost(tmp_path: Path) -> None:
    con = _landed(
        tmp_path,
        "hubspot/hubspot-deals-2024-07-01.csv",
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal Source,Deal probability,Compelling event,"
        "Compelling event date,Lost to",
        "7,Projet,contractsent,100.00,2024-09-30 17:00,2024-01-10 09:00,Outbound,0.9,Trade fair,2024-10-02,",
        "8,Projet,closedlost,50.00,2024-05-30 17:00,2024-01-11 09:00,Inbound,0,,,Hydralia",
    )
    rows = con.execute(
        "select deal_id, expected_close_on, probability, compelling_event, compelling_event_on, lost_to"
        " from landing.deals order by 1"
    ).fetchall()
    assert rows == [
        ("7", date(2024, 9, 30), Decimal("0.900000"), "Trade fair", date(2024, 10, 2), None),
        ("8", date(2024, 5, 30), Decimal("0.000000"), None, None, "Hydralia"),
    ]
    sources = con.execute("select distinct return_source from landing.return_sources where contract = 'hubspot_deals'")
    assert sources.fetchall() == [("hubspot_inbound_deal",)]


def test_none_of_them_declares_a_return_source() -> None:
    contracts = load_contracts(builtin_contracts_dir())
    for name in ("milestones", "market_list", "hubspot_stages"):
        assert all(feed.return_source is None for feed in contracts[name].feeds.values())
