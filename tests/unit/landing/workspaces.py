"""A workspace in a temporary folder with one hand-written contract, for tests of landing."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import duckdb

from dagster_project.landing import LandingReport, RunStamp, land, register
from dagster_project.landing.contract import Contract, load_contracts
from dagster_project.workspace import Workspace, init_workspace

HASH_KEY = "a key for tests only, of invented people"

CALLS = """
    name: calls
    system: phone
    files: ["*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {delimiter: ";", decimal: ",", thousands: " ", timezone: Europe/Paris,
             dates: ["%d/%m/%Y %H:%M", "%d/%m/%Y"]}
    feeds:
      outflows:
        when: {from: [Sens], values: {Sortant: out, Entrant: in}, in: [out]}
        constants: {channel: phone, level: person}
        columns:
          sent_at: {from: [Date]}
          full_name: {from: [Nom]}
          phone: {from: [Numéro]}
          email: {from: [Courriel], optional: true}
      returns:
        when: {from: [Sens], values: {Sortant: out, Entrant: in}, in: [in]}
        return_source: phone_log
        constants: {kind: inbound_call}
        columns:
          returned_at: {from: [Date]}
          full_name: {from: [Nom]}
          phone: {from: [Numéro]}
          amount: {from: [Montant], optional: true}
          note: {from: [Commentaire], optional: true}
"""


def make_workspace(root: Path, contract: str = CALLS, settings: str = "") -> Workspace:
    """A workspace whose only contract is this one."""
    workspace = init_workspace(root / "workspace", HASH_KEY)
    if settings:
        (workspace.root / "amorce.yml").write_text(settings, encoding="utf-8")
        workspace = Workspace.load(workspace.root)
    write_contract(workspace, contract)
    return workspace


def write_contract(workspace: Workspace, contract: str) -> None:
    """Replace the workspace's contract."""
    (workspace.contracts_dir / "contract.yml").write_text(dedent(contract), encoding="utf-8")


def contracts_of(workspace: Workspace) -> Mapping[str, Contract]:
    """The workspace's own contracts only."""
    return load_contracts(workspace.contracts_dir)


def deliver(workspace: Workspace, name: str, *lines: str) -> Path:
    """Put a file of these lines into the inbox."""
    path = workspace.inbox / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def land_inbox(workspace: Workspace) -> LandingReport:
    """Land with the workspace's own contracts."""
    return land(workspace, contracts_of(workspace))


def registered(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory in which the landing is registered."""
    con = duckdb.connect()
    register(con, workspace, contracts_of(workspace), RunStamp("run-1", "0.0.0"))
    return con


ORDERS = """
    name: orders
    system: shop
    files: ["*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {timezone: UTC}
    feeds:
      orders:
        key: [order_id]
        return_source: shop_orders
        columns:
          order_id: {from: [Order]}
          ordered_at: {from: [Date]}
          amount: {from: [Amount]}
"""
ROWS = ("Order,Date,Amount", "1,2025-01-05,10.50", "2,2025-01-06,20")


def landed_orders(workspace: Workspace) -> list[tuple[object, ...]]:
    """Ids and amounts that landed by the contract `ORDERS`."""
    return registered(workspace).execute("select order_id, amount from landing.orders order by all").fetchall()
