"""Lands a fixture export with the built-in contracts and gives what became of it, value by value.

Holds no expectation: those stand in the tests, worked out by hand from the fixture's lines.
"""

import hashlib
import hmac
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.landing import RunStamp, land, register
from dagster_project.landing.contract import Contract, load_contracts
from dagster_project.resources import builtin_contracts_dir
from dagster_project.workspace import init_workspace

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
HASH_KEY = "a key for tests only, of invented people"
BUILT_IN: dict[str, Contract] = load_contracts(builtin_contracts_dir())


@dataclass
class Landed:
    """A landing of some fixtures: its tables, and what it had to say."""

    con: duckdb.DuckDBPyConnection
    contracts: list[str]
    warnings: list[str] = field(default_factory=list)

    def rows(self, entity: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Some columns of an entity's landed rows, by contract, feed, record and value; amounts as floats."""
        query = (
            f"select {columns} from landing.{entity} where {where} order by _contract, _feed, _row_number, {columns}"
        )
        return [tuple(_plain(value) for value in row) for row in self.con.execute(query).fetchall()]

    def accounted(self) -> dict[str, tuple[int, int, int, int]]:
        """Feed → records, landed records, rejected, not selected."""
        query = "select feed, records - footer, landed_records, rejected, not_selected from landing.deliveries"
        return {feed: (records, *rest) for feed, records, *rest in self.con.execute(query).fetchall()}


def land_exports(folder: Path, *names: str) -> Landed:
    """Land fixtures, each named by its path in `tests/fixtures/exports`, in an inbox that holds nothing else.

    Raises:
        AssertionError: a file is unknown to the built-in contracts, or cannot be read.
    """
    return land_files(folder, {name: EXPORTS / name for name in names})


def land_files(folder: Path, files: Mapping[str, Path]) -> Landed:
    """The same for files by the names that they get in the inbox."""
    workspace = init_workspace(folder / "workspace", HASH_KEY)
    for name, path in files.items():
        (workspace.inbox / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, workspace.inbox / name)
    report = land(workspace, BUILT_IN)
    assert [problem.message for problem in [*report.unreadable, *report.unknown]] == []
    con = duckdb.connect()
    register(con, workspace, BUILT_IN, RunStamp("run-1", "0.0.0"))
    found = con.execute("select distinct contract from landing.deliveries order by contract").fetchall()
    return Landed(con, [contract for (contract,) in found], report.warnings)


def email_key(address: str) -> int:
    """The key of an address, by the documented rule: 60 bits of the keyed hash."""
    return int(hmac.new(HASH_KEY.encode(), f"email|{address}".encode(), hashlib.sha256).hexdigest()[:15], 16)


def email_keys(addresses: Sequence[str | None]) -> list[int | None]:
    """The keys of several addresses."""
    return [None if address is None else email_key(address) for address in addresses]


def _plain(value: Any) -> Any:
    """Numbers and moments as one writes them by hand."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return float(value) if hasattr(value, "as_tuple") else str(value)
