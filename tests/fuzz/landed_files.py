"""What landing gave of a file: read from its folder in the store, as the warehouse reads it.

Holds the reading only; what it has to be stands in `accounts_of_files`.
"""

import hashlib
import json
from typing import Any

import duckdb
from accounts_of_files import Account
from forms_of_exports import HEADER

from dagster_project.workspace import Workspace


class Landed:
    """The landing of the file with these bytes."""

    def __init__(self, con: duckdb.DuckDBPyConnection, workspace: Workspace, content: bytes, contract: str) -> None:
        delivery = hashlib.sha256(content).hexdigest()
        folders = (workspace.landing_dir / "store" / delivery[:2] / delivery).iterdir()
        records = {folder: json.loads((folder / "record.json").read_text(encoding="utf-8")) for folder in folders}
        (self._folder,) = [folder for folder, record in records.items() if record["contract"] == contract]
        self._con = con
        self.record: dict[str, Any] = records[self._folder]
        (self.member,) = self.record["members"]

    @property
    def account(self) -> Account:
        """The account that landing gives."""
        listed = self._left()
        found = Account(
            records=self.member["records"],
            footer=self.member["footer"],
            blank=self.member["blank"],
            returns={row[0]: row[1:] for row in self._rows("returns", "returned_at, amount, currency")},
            accounts={row[0]: row[1:] for row in self._rows("accounts", "account_id, account_name, employees")},
            rejected={
                (feed, row): (column and column.strip().casefold(), reason)
                for feed, row, disposition, column, reason in listed
                if disposition == "rejected"
            },
            cells=self._cells(),
        )
        found.not_selected["returns"] = {row for _, row, disposition, *_ in listed if disposition == "not_selected"}
        found.not_selected["accounts"] = self._unlisted(found)
        return found

    def _unlisted(self, found: Account) -> set[int]:
        """What the feed without a return source did not select: it keeps no list, the rest must be as many."""
        known = {feed: {row for name, row in found.rejected if name == feed} for feed in ("returns", "accounts")}
        all_records = {*found.returns, *found.not_selected["returns"], *known["returns"]}
        rest = all_records - known["accounts"] - set(found.accounts)
        assert self.member["feeds"]["accounts"]["not_selected"] == len(rest)
        return rest

    def keys_of_accounts(self) -> list[tuple[str, str | None, int, bool]]:
        """System, id, key and whether the key is null, of every account."""
        system = self.record["system"]
        return [(system, *row[1:]) for row in self._rows("accounts", "account_id, _key, _key_is_null")]

    def _rows(self, feed: str, columns: str) -> list[tuple[Any, ...]]:
        path = self._folder / f"{feed}.parquet"
        return self._con.execute(f"select _row_number, {columns} from '{path}' order by 1").fetchall()

    def _left(self) -> list[tuple[Any, ...]]:
        path = self._folder / "left.parquet"
        if not path.exists():
            return []
        return self._con.execute(f"select feed, row_number, disposition, \"column\", reason from '{path}'").fetchall()

    def _cells(self) -> list[dict[str, str | None]]:
        rows = self._con.execute(f"select * from '{self._folder / 'side.parquet'}'").fetchall()
        names = {name.casefold(): name for name in HEADER}
        header = [names[written.strip().casefold()] for written in self.record["header"]]
        return [dict(zip(header, row, strict=True)) for row in rows]
