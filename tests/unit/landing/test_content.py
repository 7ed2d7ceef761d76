"""What makes two rows equal: their content, which any change of a value changes."""

from pathlib import Path

from tests.unit.landing.workspaces import deliver, land_inbox, make_workspace, registered

ACCOUNTS = """
    name: accounts
    system: crm
    files: ["*.csv"]
    format: {delimiter: ";", dates: ["%Y-%m-%d"]}
    feeds:
      accounts:
        key: [account_id]
        columns:
          account_id: {from: [Id]}
          employees: {from: [Employees]}
          created_at: {from: [Created]}
"""


def test_any_change_of_a_value_is_another_content(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, ACCOUNTS)
    texts = [f"A1;{employees};2025-01-{day:02}" for employees in range(1, 21) for day in range(1, 21)]
    deliver(workspace, "accounts.csv", "Id;Employees;Created", *texts)
    land_inbox(workspace)
    found = registered(workspace).execute("select count(distinct _key), count(distinct _content) from landing.accounts")
    assert found.fetchone() == (1, 400)
