"""A line of `return_ledger` and the rows behind each of its cells.

Holds the reading, by the SQL beside it. The rows are found anew in landing, staging and facts, not in the ledger, so
that their number is a second count of the cell. Must not read a delivered file (`original.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import Any

import duckdb

from dagster_project.confinement import confine, folders_of
from dagster_project.errors import AmorceError, UsageError
from dagster_project.lock import hold
from dagster_project.summary import LEDGER_COLUMNS, LEFT, ORIGINS
from dagster_project.workspace import Workspace

PARTS = ("delivered", "expanded", *LEFT, "counted")
NO_MONTH = "none"
_STAGED = (
    ("returns", "returned_at", "true"),
    ("orders", "ordered_at", "return_source is not null"),
    ("order_lines", "ordered_at", "return_source is not null"),
)


@dataclass(frozen=True)
class Row:
    """One row behind a cell, or the records of one delivery: `items` says for how many it stands."""

    items: int
    contract: str
    file_name: str | None
    delivery_id: str
    row_number: int | None
    """1 = the first record after the header; None for all records of the file."""
    about: str
    other_file_name: str | None = None
    other_row_number: int | None = None
    member: str | None = None
    """The entry or sheet of its file; None where the file is one table."""


@dataclass(frozen=True)
class Part:
    """One cell: what the ledger says, and the rows found behind it."""

    name: str
    ledger: int
    rows: list[Row] = field(default_factory=list)

    @property
    def found(self) -> int:
        """For how many the rows stand."""
        return sum(row.items for row in self.rows)


@dataclass(frozen=True)
class Cell:
    """A source in a month (None: records whose month cannot be read) in the marts that the last run built."""

    source: str
    month: date | None
    run_id: str
    sightings: list[dict[str, Any]]
    parts: list[Part]
    origins: dict[str, int]
    difference: int


def read_cell(workspace: Workspace, source: str, month: str) -> Cell:
    """Find what stands behind one line of the ledger.

    Args:
        workspace: whose last run is asked; it is held meanwhile.
        source: a return source, or a contract's name for its unreadable records.
        month: as 2025-03, or `none` for records without a readable month.

    Raises:
        UsageError: the month is no month, or the ledger knows no such source.
        AmorceError: nothing was built yet.
        WorkspaceBusy: a run is writing.
    """
    wanted = _month(month)
    with hold(workspace.state_dir, "amorce status"), _opened(workspace) as con:
        ledger = _ledger(con, source, wanted)
        con.execute("set variable source = ?", [source])
        con.execute("set variable month = cast(? as date)", [wanted])
        rows = _rows(con)
        run_id = con.execute("select run_id from landing.run").fetchall()[0][0]
        sightings = _sightings(con)
    return Cell(
        source=source,
        month=wanted,
        run_id=run_id,
        sightings=sightings,
        parts=[Part(name, ledger[name], rows.get(name, [])) for name in PARTS],
        origins={name: ledger[name] for name in ORIGINS},
        difference=ledger["difference"],
    )


def _month(text: str) -> date | None:
    if text == NO_MONTH:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UsageError(f"{text!r} is no month.", "Write 2025-03, or none for unreadable dates.") from None


@contextmanager
def _opened(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    for path in (workspace.warehouse_path, workspace.marts_path):
        if not path.is_file():
            raise AmorceError("Nothing was built in this workspace yet.", "Run `amorce run` first.")
    with duckdb.connect() as con:
        confine(con, folders_of(workspace))
        for name, path in (("warehouse", workspace.warehouse_path), ("marts", workspace.marts_path)):
            quoted = str(path).replace("'", "''")
            con.execute(f"attach '{quoted}' as {name} (read_only)")
        con.execute("use warehouse; set timezone = 'UTC'")
        con.execute("set variable time_zone = (select time_zone from landing.run)")
        con.execute(
            "create temp macro local_month(moment) as "
            "cast(date_trunc('month', (moment at time zone 'UTC') at time zone getvariable('time_zone')) as date)"
        )
        yield con


def _ledger(con: duckdb.DuckDBPyConnection, source: str, month: date | None) -> dict[str, int]:
    """The ledger's line; zeros for a month in which nothing happened."""
    known = [name for (name,) in con.execute("select distinct source from marts.return_ledger order by 1").fetchall()]
    if source not in known:
        raise UsageError(f"The ledger knows no return source {source!r}.", f"It knows {', '.join(known)}.")
    found = con.execute(
        f"select {', '.join(LEDGER_COLUMNS)} from marts.return_ledger "
        "where source = ? and month is not distinct from ?::date",
        [source, month],
    ).fetchall()
    return dict(zip(LEDGER_COLUMNS, found[0] if found else (0,) * len(LEDGER_COLUMNS), strict=True))


def _rows(con: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    queries = [_sql("tallied.sql"), _sql("left.sql"), _sql("lines.sql"), _sql("counted.sql")]
    for entity, moment, has_source in _STAGED:
        text = _sql("staged.sql").replace("{entity}", entity).replace("{moment}", moment)
        queries.append(text.replace("{has_source}", has_source))
    union = " union all ".join(f"(\n{query}\n)" for query in queries)
    files = "select delivery_id, contract, min(file_name) as file_name from landing.deliveries group by all"
    found = con.execute(
        f"with files as ({files}) "
        "select part, items, found.contract, files.file_name, found.delivery_id, row_number, about, "
        f"others.file_name, other_row_number, nullif(found.member, '') as member from ({union}) as found "
        "left join files on found.delivery_id = files.delivery_id and found.contract = files.contract "
        "left join files as others on other_delivery_id = others.delivery_id and found.contract = others.contract "
        "order by part, files.file_name, found.delivery_id, member, row_number nulls first, about"
    ).fetchall()
    rows: dict[str, list[Row]] = {}
    for part, *values in found:
        rows.setdefault(part, []).append(Row(*values))
    return rows


def _sightings(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The sightings of every delivery that brought records of this line, and those of the month itself."""
    found = con.execute(
        "select strftime(exported_at, '%Y-%m-%d %H:%M'), file_name, part, delivery_id, is_withdrawn "
        "from landing.sightings where (delivery_id, contract) in (select (delivery_id, contract) from landing.tallies "
        "where coalesce(return_source, contract) = getvariable('source') "
        "and month is not distinct from getvariable('month')) "
        "or (local_month(exported_at) = getvariable('month') and contract in (select contract from "
        "landing.return_sources where return_source = getvariable('source'))) "
        "order by exported_at, file_name"
    ).fetchall()
    names = ("exported_at", "file_name", "part", "delivery_id", "is_withdrawn")
    return [dict(zip(names, row, strict=True)) for row in found]


def _sql(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
