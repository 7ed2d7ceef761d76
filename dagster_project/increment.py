"""Whether a build makes whole tables or mends those of the build before, and the note by which the next one can tell.

Holds the decision, the laying out of what an increment starts from, and the note of a complete build, which stands in
the warehouse that it tells of. Must not import Dagster, nor know how dbt is called. Whoever builds takes the note away
first and puts a new one only behind a run that was published; so whatever goes wrong, the next build is a whole one.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from dagster_project.confinement import confine, folders_of
from dagster_project.landing.changes import OutflowDelivery, outflow_deliveries, show_changed_outflows
from dagster_project.workspace import Workspace

FORMER_TABLES = (
    "int_contact_identifiers__resolved",
    "int_account_identifiers__resolved",
    "int_shared_identifiers__listed",
    "int_contacts__assigned",
    "int_outflows__replying",
    "int_outflows__bounced",
    "int_conversions__windowed",
    "int_conversions__preceded",
    "int_returns__unioned",
    "int_purchases__dated",
)
"""Tables that are built whole each time; as the build before left them they tell what is different now."""
MENDED_TABLES = (
    "warehouse.intermediate.stg_outflow_versions",
    "marts.intermediate.int_outflow_kinds__numbered",
    "marts.intermediate.int_outflows__numbered",
    "warehouse.intermediate.int_touchpoints__placed",
    "warehouse.intermediate.int_paths__summed",
    "marts.intermediate.int_touchpoints__condensed",
    "warehouse.intermediate.int_return_parties__exposed",
    "warehouse.intermediate.int_returns__placed",
    "warehouse.intermediate.int_returns__same_day_touched",
)
"""Tables in which an increment makes only some rows anew, or whose numbers it relies on."""
_INPUTS = ("contracts", "settings", "rates", "hash key", "models", "version of Amorce")
LARGEST_SHARE = 0.2  # where more of the outflows are new, whole tables are made sooner
_NOTE = "increment.last_build"
_INPUT = "input"
_FORMER = "__former"


@dataclass(frozen=True)
class BuildPlan:
    """How a build is done, and what its note will say."""

    reason: str | None
    """Why whole tables are made; None: only what new deliveries change."""
    changed: frozenset[str]
    """The deliveries of outflows that are new or were seen again."""
    inputs: Mapping[str, str]
    deliveries: Mapping[str, OutflowDelivery]

    @property
    def is_increment(self) -> bool:
        """Whether the tables of the build before are mended."""
        return self.reason is None

    @property
    def sentence(self) -> str:
        """The plan in words."""
        if self.reason is not None:
            return f"building whole tables: {self.reason}"
        return f"mending tables: deliveries of outflows that are new or were seen again: {len(self.changed)}"


@contextmanager
def open_builds(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse with the marts attached, while nobody else has them open."""
    with duckdb.connect(str(workspace.warehouse_path)) as con:
        quoted = str(workspace.marts_path).replace("'", "''")
        con.execute(f"attach '{quoted}' as marts")
        confine(con, folders_of(workspace))
        yield con


def plan_build(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    inputs: Mapping[str, str],
    refused: str | None = None,
    largest_share: float = LARGEST_SHARE,
) -> BuildPlan:
    """Decide how to build, take the note of the build before away, and lay out what an increment starts from.

    Args:
        con: the warehouse, writable, in which landing is registered; the marts attached.
        workspace: whose build it is.
        inputs: fingerprints of what the marts depend on, as `current_inputs` gives them.
        refused: why whole tables have to be made whatever has changed; None: nothing is against an increment.
        largest_share: of the outflows that may be new.
    """
    former = _read_note(con)
    deliveries = outflow_deliveries(con, workspace)
    considered = {name: inputs[name] for name in _INPUTS}
    changed = frozenset(name for name, delivery in deliveries.items() if former.get(name) != _state(delivery))
    forget_build(con)
    show_changed_outflows(con, workspace, changed)
    reason = refused or _objection(con, former, considered, deliveries)
    if reason is None and _count(con, "increment.changed_outflows") > largest_share * _count(con, "landing.outflows"):
        reason = "a large part of the outflows is new"
    if reason is None:
        _lay_out(con)
    return BuildPlan(reason, changed, considered, deliveries)


def forget_build(con: duckdb.DuckDBPyConnection) -> None:
    """Take the note away: what follows may leave the tables as they fit no note."""
    con.execute(f"drop table if exists {_NOTE}")


def note_build(con: duckdb.DuckDBPyConnection, plan: BuildPlan) -> None:
    """Say that the tables are complete, and from what they were made; what an increment started from goes."""
    rows = [(f"{_INPUT} {name}", fingerprint) for name, fingerprint in plan.inputs.items()]
    rows += [(name, _state(delivery)) for name, delivery in plan.deliveries.items()]
    _clear(con)
    con.execute("create schema if not exists increment")
    con.execute(f"create or replace table {_NOTE} (name varchar, state varchar)")
    con.executemany(f"insert into {_NOTE} values (?, ?)", rows)


def _read_note(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        return dict(con.execute(f"select name, state from {_NOTE}").fetchall())
    except duckdb.CatalogException:
        return {}


def _state(delivery: OutflowDelivery) -> str:
    return f"{delivery.meaning} {delivery.exported_at}"


def _objection(
    con: duckdb.DuckDBPyConnection,
    former: Mapping[str, str],
    inputs: Mapping[str, str],
    deliveries: Mapping[str, OutflowDelivery],
) -> str | None:
    """What is against mending the tables of the build before."""
    if not former:
        return "there is no published build to mend"
    other = [name for name, fingerprint in inputs.items() if former.get(f"{_INPUT} {name}") != fingerprint]
    if other:
        return f"changed: {', '.join(other)}"
    missing = [table for table in (*_former_relations(), *MENDED_TABLES) if not _exists(con, table)]
    if missing:
        return f"the table {missing[0]} is missing"
    return _lost_delivery(former, deliveries) or _new_kind(con)


def _lost_delivery(former: Mapping[str, str], deliveries: Mapping[str, OutflowDelivery]) -> str | None:
    """Rows that are no longer there cannot be asked what they belonged to."""
    for name, state in former.items():
        contract = name.split("/")[0]
        if name not in deliveries and not name.startswith(_INPUT):
            return f"a delivery of outflows by {contract} is gone or withdrawn"
        if name in deliveries and not state.startswith(f"{deliveries[name].meaning} "):
            return f"a delivery of outflows by {contract} was landed anew with another meaning"
    return None


def _new_kind(con: duckdb.DuckDBPyConnection) -> str | None:
    """Kinds are numbered in order: a new one moves the numbers that tables hold."""
    row = con.execute(_NEW_KINDS).fetchone()
    return "outflows of a kind came in that was not there before" if row is not None and row[0] else None


_NEW_KINDS = """
    with levels as (select unnest(['person', 'account', 'audience']) as level)
    select count(*)
    from (
        select distinct
            _contract, channel, coalesce(outflows.level, levels.level) as level,
            coalesce(purpose, 'marketing') as purpose, targeting
        from increment.changed_outflows as outflows
        cross join levels
    ) as stated
    anti join marts.intermediate.int_outflow_kinds__numbered as kinds
        on
            stated._contract = kinds.contract
            and stated.channel is not distinct from kinds.channel
            and stated.level = kinds.level
            and stated.purpose = kinds.purpose
            and stated.targeting is not distinct from kinds.targeting
"""


def _lay_out(con: duckdb.DuckDBPyConnection) -> None:
    """Put the tables of the build before aside, where the models of an increment look for them."""
    _clear(con)
    for table in FORMER_TABLES:
        con.execute(f"alter table warehouse.intermediate.{table} rename to {table}{_FORMER}")
        con.execute(f"create view increment.{table} as from warehouse.intermediate.{table}{_FORMER}")
    con.execute("create view increment.int_outflows__numbered as from marts.intermediate.int_outflows__numbered")


def _clear(con: duckdb.DuckDBPyConnection) -> None:
    for table in (*FORMER_TABLES, "int_outflows__numbered"):
        con.execute(f"drop view if exists increment.{table}")
    for relation in _former_relations():
        con.execute(f"drop table if exists {relation}{_FORMER}")


def _former_relations() -> list[str]:
    return [f"warehouse.intermediate.{table}" for table in FORMER_TABLES]


def _exists(con: duckdb.DuckDBPyConnection, relation: str) -> bool:
    catalog, schema, table = relation.split(".")
    found = con.execute(
        "select count(*) from duckdb_tables() where database_name = ? and schema_name = ? and table_name = ?",
        [catalog, schema, table],
    ).fetchone()
    return found is not None and bool(found[0])


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = con.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0
