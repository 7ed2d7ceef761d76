"""What a column's rule can put together: two cells, cells that stand in, names as ids, hundredths, Unix time."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.errors import UsageError
from dagster_project.landing.matching import match_files
from dagster_project.workspace import Workspace
from tests.unit.landing.formats.written import write_zip
from tests.unit.landing.workspaces import contracts_of, deliver, land_inbox, make_workspace, registered, write_contract

DEALS = """
    name: deals
    system: crm
    files: ["*.csv", "!*history*"]
    exported_at: {from_name: "([0-9]{4}-[0-9]{2}-[0-9]{2})"}
    format: {timezone: Europe/Paris, dates: ["%d/%m/%Y %H:%M", "%d/%m/%Y", "unix_seconds", "%Y-%m-%dT%H:%M:%SZ"]}
    feeds:
      deals:
        key: [deal_id]
        columns:
          deal_id: {from: [Name], and: [[Company, Firma], [Owner]], pseudonym: true}
          contact_id: {from: [ContactId], else: [LeadId], optional: true}
          created_at: {from: [Date], and: [Heure, Time]}
          status: {from: [IsClosed], and: [IsWon], values: {true true: won, true false: lost, false false: open}}
          probability: {from: [Probability], percent: true}
          expected_close_on: {from: [Close], optional: true}
          campaign_id: {from: [ContactId], and: [LeadId], complete: true, optional: true}
          stage: {from: [Stage], values: {"Fermé gagné": won, "Fermé*": lost, "*": "*"}, optional: true}
"""
HEADER = "Name,Firma,ContactId,LeadId,Date,Heure,IsClosed,IsWon,Probability,Close"


def landed(root: Path, *lines: str, rejected: int = 0) -> list[dict[str, Any]]:
    workspace = make_workspace(root, DEALS)
    deliver(workspace, "deals-2024-04-01.csv", HEADER, *lines)
    report = land_inbox(workspace)
    assert (report.unreadable, len(report.warnings)) == ([], rejected)
    cursor = registered(workspace).execute("select * from landing.deals order by _row_number")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_cells_are_joined_and_stand_in_for_each_other_without_a_warning(tmp_path: Path) -> None:
    first, second, third = landed(
        tmp_path,
        "Roof,Acme,c1,l1,05/03/2024,14:30,true,false,20,",
        "Roof,Acme Nord,,l2,05/03/2024,,false,false,12.5 %,",
        "roof,ACME,,,1709645400,,true,true,100%,2024-03-31T22:30:00Z",
    )
    assert (first["contact_id"], second["contact_id"], third["contact_id"]) == ("c1", "l2", None)
    assert [row["campaign_id"] for row in (first, second, third)] == ["c1 l1", None, None]
    assert first["created_at"] == datetime(2024, 3, 5, 13, 30)  # 14:30 in Paris
    assert (second["created_at"], second["created_is_date_only"]) == (datetime(2024, 3, 4, 23), True)
    assert (third["created_at"], third["created_is_date_only"]) == (datetime(2024, 3, 5, 13, 30), False)
    assert [row["status"] for row in (first, second, third)] == ["lost", "open", "won"]
    assert [row["probability"] for row in (first, second, third)] == [Decimal("0.2"), Decimal("0.125"), Decimal(1)]
    assert str(third["expected_close_on"]) == "2024-04-01"  # half past midnight in Paris


def test_a_pseudonym_tells_equal_names_and_nothing_else(tmp_path: Path) -> None:
    first, second, third = landed(
        tmp_path,
        "Roof,Acme,,,05/03/2024,,true,true,1,",
        "roof,acme,,,06/03/2024,,true,true,1,",
        "Roof,Zenith,,,06/03/2024,,true,true,1,",
    )
    assert first["deal_id"] == second["deal_id"] != third["deal_id"]
    assert first["_key"] == second["_key"] != third["_key"]
    assert first["deal_id"].isdigit()


def test_words_that_are_not_listed_may_stay_as_they_are(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, DEALS)
    lines = [
        "Roof,05/03/2024,Fermé Gagné",
        "Door,05/03/2024,fermé sans suite",
        "Wall,05/03/2024,Étude",
        "Hall,05/03/2024,",
    ]
    deliver(workspace, "deals-2024-04-01.csv", "Name,Date,Stage", *lines)
    stages = DEALS.replace("IsClosed]", "IsClosed], optional: true").replace(
        "Probability]", "Probability], optional: true"
    )
    write_contract(workspace, stages)
    land_inbox(workspace)
    found = registered(workspace).execute("select stage from landing.deals order by _row_number").fetchall()
    assert found == [("won",), ("lost",), ("Étude",), (None,)]


def test_unix_times_that_no_year_holds_are_rejected_not_fatal(tmp_path: Path) -> None:
    (row,) = landed(
        tmp_path,
        "Roof,Acme,,,99999999999999999999,,true,true,1,",
        "Roof,Acme,,,0,,true,true,1,",
        rejected=1,
    )
    assert row["created_at"] == datetime(1970, 1, 1)


def test_a_file_that_a_contract_leaves_is_not_its_own(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, DEALS)
    deliver(workspace, "deals-history.csv", "a")
    deliver(workspace, "deals.csv", "a")
    matches = match_files(workspace.inbox, contracts_of(workspace))
    assert [path.name for path, _ in matches.matched] == ["deals.csv"]
    assert [file.path.name for file in matches.unknown] == ["deals-history.csv"]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("pipeline: {from: [Stage], pseudonym: true}", "makes an id; pipeline is a text"),
        ("pipeline: {from: [Stage], percent: true}", "is said of a number; pipeline is a text"),
        ("pipeline: {from: [Stage], complete: true}", "is said of columns that `and` joins"),
        ("closed_at: {from: [Closed], dates: [unix]}", "unix_seconds, unix_milliseconds or weeks since 2024-01-01"),
        ("closed_at: {from: [Closed], dates: [weeks since 2024-02-30]}", "counts from a day that does not exist"),
    ],
)
def test_rules_that_do_not_suit_their_column_are_refused(tmp_path: Path, column: str, message: str) -> None:
    contract = DEALS.replace("percent: true}\n", "percent: true}\n          " + column + "\n", 1)
    with pytest.raises(UsageError, match=message):
        contracts_of(make_workspace(tmp_path, contract))


OPENS = """
    name: opens
    system: mail
    files: ["**/*"]
    exported_at: {from_name: "([0-9]{4}-[0-9]{2}-[0-9]{2})"}
    feeds:
      engagements:
        constants: {kind: open}
        names: {campaign_id: "opens/(.+?)(?:-[0-9-]+)?[.]csv"}
        columns: {email: {from: [Email]}, occurred_at: {from: [At]}}
"""


def campaigns_of(workspace: Workspace) -> list[tuple[object, ...]]:
    sql = "select _member, campaign_id from landing.engagements order by all"
    assert land_inbox(workspace).unreadable == []
    return registered(workspace).execute(sql).fetchall()


def test_a_value_in_the_name_of_file_or_member_counts_like_a_constant(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, OPENS)
    (workspace.inbox / "opens").mkdir()
    row = "Email,At\nann@example.org,2025-01-{day:02} 10:00\n"
    (workspace.inbox / "opens" / "spring-2025-01-31.csv").write_text(row.format(day=1))
    (workspace.inbox / "closed-2025-01-31.csv").write_text(row.format(day=2))
    entries = {"opens/summer.csv": row.format(day=3), "opens/autumn.csv": row.format(day=4)}
    write_zip(workspace.inbox / "all-2025-01-31.zip", entries)
    assert campaigns_of(workspace) == [
        ("opens/autumn.csv", "autumn"),
        ("opens/summer.csv", "summer"),
        (None, "spring"),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ('{kind: "(x)"}', "stands in `columns` or `constants` too"),
        ('{email: "(x)"}', "stands in `columns` or `constants` too"),
        ('{full_name: "(x)"}', "a name cannot be read from a name"),
        ('{campaign_id: "x"}', "needs exactly one group"),
        ('{campain_id: "(x)"}', "did you mean campaign_id"),
    ],
)
def test_names_that_cannot_be_are_refused(tmp_path: Path, names: str, message: str) -> None:
    contract = OPENS.replace('{campaign_id: "opens/(.+?)(?:-[0-9-]+)?[.]csv"}', names)
    with pytest.raises(UsageError, match=message):
        contracts_of(make_workspace(tmp_path, contract))
