"""Salesforce's ids of 15 and of 18 signs are one: a report and an export of the API meet."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.landing.id_forms import salesforce_id
from tests.unit.landing.workspaces import deliver, land_inbox, make_workspace, registered


@pytest.mark.parametrize(
    ("written", "known_as"),
    [
        (
            "0010Y00000DXFe9",
            "0010Y00000DXFe9QAH",
        ),  # Y of the first five is the last: 16 = Q; none; D X F: 1 + 2 + 4 = H
        ("001000000000000", "001000000000000AAA"),
        ("AAAAAaaaaa11111", "AAAAAaaaaa111115AA"),
        ("0010Y00000DXFe9QAH", "0010Y00000DXFe9QAH"),
        ("CRM-1", "CRM-1"),
        ("001000000000-00", "001000000000-00"),
    ],
)
def test_fifteen_signs_become_eighteen(written: str, known_as: str) -> None:
    found = duckdb.execute(f"select {salesforce_id('id')} from (select ? as id)", [written]).fetchone()
    assert found == (known_as,)


ACCOUNTS = """
    name: accounts
    system: salesforce
    id_form: salesforce
    files: ["*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    feeds:
      accounts:
        key: [account_id]
        columns:
          account_id: {from: [Id]}
          parent_account_id: {from: [Site], system: website, optional: true}
"""


def test_both_forms_make_one_account_and_ids_of_another_system_stay(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ACCOUNTS)
    deliver(workspace, "a-2025-01-31.csv", "Id,Site", "0010Y00000DXFe9,001000000000000")
    deliver(workspace, "a-2025-02-28.csv", "Id,Site", "0010Y00000DXFe9QAH,001000000000000")
    land_inbox(workspace)
    sql = "select count(*), count(distinct _key), min(account_id), min(parent_account_id) from landing.accounts"
    assert registered(workspace).execute(sql).fetchone() == (2, 1, "0010Y00000DXFe9QAH", "001000000000000")
