"""What the warehouse sees of landing: schema `landing` with a view per entity and the tables that count.

Holds the making of that schema from manifest, records, sightings and contracts. Reads no delivered file and writes no
landing; the same landing registers the same schema.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb

from dagster_project.workspace import Workspace

from .contract import Contract
from .entities import Entity, load_entities
from .hash_cache import HashCache
from .manifest import ActiveLanding, Manifest, read_manifest
from .register_tables import Registration, create_tables
from .run_stamp import RunStamp
from .sql import quote_name, quote_value
from .verification import require_intact
from .withdrawal import withdrawn_deliveries


def register(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, contracts: Mapping[str, Contract], run: RunStamp
) -> None:
    """(Re)create schema `landing` in the database that a connection has open.

    Args:
        con: the warehouse, writable.
        workspace: whose landing is registered.
        contracts: the contracts in force.
        run: the stamp of this run.

    Raises:
        AmorceError: an active landing has lost or altered files, or `rates.csv` is wrong.
    """
    manifest = read_manifest(workspace.landing_dir)
    hashes = HashCache.load(workspace.state_dir / "landing_cache.json")
    require_intact(manifest, hashes)
    hashes.save()
    withdrawn = withdrawn_deliveries(workspace.landing_dir)
    con.execute("begin transaction")
    try:
        con.execute("create schema if not exists landing")
        for entity in load_entities().values():
            con.execute(_entity_view(entity, manifest, withdrawn))
        create_tables(con, Registration(workspace, contracts, manifest, withdrawn, run))
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def _entity_view(entity: Entity, manifest: Manifest, withdrawn: set[str]) -> str:
    """One row per landed row. Files of an older shape of the entity are read by name, absent columns as null."""
    active = [landing for landing in manifest.in_order() if landing.record.delivery_id not in withdrawn]
    return f"create or replace view landing.{quote_name(entity.name)} as {landed_rows(entity, active)}"


def landed_rows(entity: Entity, landings: Iterable[ActiveLanding]) -> str:
    """The query for the rows of an entity in some landings, with the columns that the entity has today."""
    by_shape: dict[tuple[str, ...], list[Path]] = {}
    for path, columns in _files(entity.name, landings):
        by_shape.setdefault(columns, []).append(path)
    selects = [
        f"select {_columns(entity, set(columns))} from read_parquet([{', '.join(quote_value(str(p)) for p in paths)}])"
        for columns, paths in sorted(by_shape.items())
    ]
    if not selects:
        selects = [f"select {_columns(entity, set())} where false"]
    return " union all ".join(selects)


def _columns(entity: Entity, present: set[str]) -> str:
    return ", ".join(
        quote_name(name) if name in present else f"cast(null as {duckdb_type}) as {quote_name(name)}"
        for name, duckdb_type in entity.landed_columns()
    )


def _files(entity: str, landings: Iterable[ActiveLanding]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for landing in landings:
        for member in landing.record.members:
            for feed in member.feeds.values():
                if feed.entity == entity and feed.landed_rows:
                    yield landing.folder / feed.file, tuple(name for name, _ in feed.columns)
