"""Exports that somebody opened in a spreadsheet and saved again: they land what the tool's own file does."""

import csv
import io
from pathlib import Path

import pytest

from tests.unit.contracts.fixtures import BUILT_IN, EXPORTS, Landed, land_exports, land_files
from tests.unit.landing.formats.written import write_workbook

AS_WORKBOOKS = [
    ("phone_log", "phone/appels-2024-03-01.csv"),
    ("hubspot_deals", "hubspot/hubspot-deals-2024-03-01.csv"),
    ("pipedrive_activities", "pipedrive/activities-2024-03-01.csv"),
    ("salesforce_opportunity_report", "salesforce/report1709280000000-2024-03-01.csv"),
    ("events", "events/events-2024-03-01.csv"),
    ("costs", "finance/depenses-2024-03-01.csv"),
]
AS_FRENCH_CSV = [
    ("sendgrid_activity", "sendgrid/activity-2024-03-01.csv"),
    ("mailchimp_opens", "mailchimp/granular_activity/opens/12_february-news.csv"),
    ("mailchimp_clicks", "mailchimp/granular_activity/clicks/12_february-news.csv"),
]


def table_of(contract: str, name: str) -> list[list[str]]:
    content = (EXPORTS / name).read_bytes()
    text = content.decode("cp1252") if b"\xe9" in content else content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=BUILT_IN[contract].format.delimiter))


def contents(landed: Landed, contract: str) -> dict[str, list[tuple[object, ...]]]:
    entities = {feed.entity for feed in BUILT_IN[contract].feeds.values()}
    return {entity: sorted(landed.rows(entity, "_key, _content")) for entity in entities}


@pytest.mark.parametrize(("contract", "name"), AS_WORKBOOKS)
def test_a_workbook_lands_what_the_csv_file_does(tmp_path: Path, contract: str, name: str) -> None:
    rows = table_of(contract, name)
    cells = {number: list(row) for number, row in enumerate(rows, start=1) if row}
    book = write_workbook(tmp_path / "book.xlsx", {"Export": cells})
    saved = land_files(tmp_path / "saved", {name.replace(".csv", ".xlsx"): book})
    plain = land_exports(tmp_path / "plain", name)
    assert saved.contracts == plain.contracts == [contract]
    assert contents(saved, contract) == contents(plain, contract)
    assert any(contents(saved, contract).values())


@pytest.mark.parametrize(("contract", "name"), AS_FRENCH_CSV)
def test_semicolons_of_a_french_excel_are_read(tmp_path: Path, contract: str, name: str) -> None:
    with (tmp_path / "saved.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table_of(contract, name))
    saved = land_files(tmp_path / "saved", {name: tmp_path / "saved.csv"})
    plain = land_exports(tmp_path / "plain", name)
    assert contents(saved, contract) == contents(plain, contract)
    assert any(contents(saved, contract).values())
