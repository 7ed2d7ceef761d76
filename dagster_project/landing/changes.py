"""Which deliveries of outflows a build was made from, and the rows of those that are new since another one.

Holds the state of the active deliveries of outflows, as text to compare, and the view of the rows of some of them. Must
not decide what follows from a difference (`increment.py`).
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

import duckdb

from dagster_project.workspace import Workspace

from .entities import load_entities
from .manifest import ActiveLanding, read_manifest
from .register import landed_rows

_OUTFLOWS = "outflows"
_SCHEMA = "increment"


@dataclass(frozen=True)
class OutflowDelivery:
    """A delivery of outflows: what it was read as, and of when it tells."""

    meaning: str
    """The fingerprint of its contract's meaning: under another one its rows are others."""
    exported_at: str
    """The latest export of each member in which it was seen: it dates versions, and what lies after it is no sense."""


def outflow_deliveries(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> Mapping[str, OutflowDelivery]:
    """The deliveries of outflows that count, by contract and delivery, as they are registered in a warehouse."""
    landings = _landings(workspace)
    exports: dict[str, str] = {}
    for contract, delivery_id, member, exported_at in con.execute(
        "select contract, delivery_id, coalesce(member, ''), max(exported_at) from landing.sightings "
        "where not is_withdrawn group by all order by all"
    ).fetchall():
        name = _name(contract, delivery_id)
        exports[name] = f"{exports.get(name, '')}{member} {exported_at};"
    registered = con.execute(
        "select distinct contract, delivery_id from landing.deliveries where entity = ? and not is_withdrawn "
        "order by all",
        [_OUTFLOWS],
    ).fetchall()
    names = [_name(contract, delivery_id) for contract, delivery_id in registered]
    return {name: OutflowDelivery(landings[name].record.fingerprint, exports.get(name, "")) for name in names}


def show_changed_outflows(con: duckdb.DuckDBPyConnection, workspace: Workspace, names: Set[str]) -> None:
    """(Re)create the view `increment.changed_outflows` of the landed rows of some deliveries, their key as row_key."""
    landings = _landings(workspace)
    rows = landed_rows(load_entities()[_OUTFLOWS], [landings[name] for name in sorted(names)])
    con.execute(f"create schema if not exists {_SCHEMA}")
    con.execute(f"create or replace view {_SCHEMA}.changed_outflows as select *, _key as row_key from ({rows})")


def _landings(workspace: Workspace) -> dict[str, ActiveLanding]:
    manifest = read_manifest(workspace.landing_dir)
    return {_name(landing.record.contract, landing.record.delivery_id): landing for landing in manifest.in_order()}


def _name(contract: str, delivery_id: str) -> str:
    return f"{contract}/{delivery_id}"
