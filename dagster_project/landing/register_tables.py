"""The tables of schema `landing`: deliveries, tallies, records that left, sightings, contracts, problems, run, rates.

Holds their columns and where each comes from; the views of the entities stand in `register`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.errors import UsageError
from dagster_project.workspace import Workspace

from .contract import Contract
from .land import meaning_fingerprint
from .latest_moment import latest_moment
from .manifest import Manifest
from .problems import problems_of
from .run_stamp import RunStamp
from .side_files import LEFT_FILE
from .sightings import Sightings
from .sql import quote_value

_TABLES = {
    "deliveries": (
        "delivery_id varchar, member varchar, contract varchar, feed varchar, entity varchar, system varchar, "
        "file_name varchar, records bigint, landed_rows bigint, landed_records bigint, expanded bigint, "
        "rejected bigint, not_selected bigint, footer bigint, is_withdrawn boolean, first_seen_at timestamp, "
        "key_columns varchar, id_systems varchar"
    ),
    "tallies": (
        "delivery_id varchar, member varchar, contract varchar, feed varchar, entity varchar, return_source varchar, "
        "month date, delivered bigint, landed_records bigint, expanded bigint, rejected bigint, not_selected bigint, "
        "is_withdrawn boolean"
    ),
    "sightings": (
        "delivery_id varchar, member varchar, contract varchar, exported_at timestamp, part varchar, "
        "file_name varchar, is_withdrawn boolean"
    ),
    "return_sources": (
        "return_source varchar, contract varchar, feed varchar, entity varchar, every varchar, grace_days integer, "
        "declared_from date, declared_until date, pauses varchar"
    ),
    "contracts": "contract varchar, system varchar, label varchar, mode varchar, feeds varchar",
    "problems": "file_name varchar, kind varchar, message varchar",
    "run": "run_id varchar, as_of timestamp, version varchar, time_zone varchar, currency varchar",
}
_LEFT_COLUMNS = (
    "delivery_id varchar, member varchar, contract varchar, feed varchar, entity varchar, row_number bigint, "
    "disposition varchar, return_source varchar, occurred_at timestamp, column_name varchar, reason varchar, "
    "shape varchar"
)


@dataclass(frozen=True)
class Registration:
    """What is registered, and for which run."""

    workspace: Workspace
    contracts: Mapping[str, Contract]
    manifest: Manifest
    withdrawn: set[str]
    run: RunStamp


def create_tables(con: duckdb.DuckDBPyConnection, registration: Registration) -> None:
    """(Re)create every table; the transaction is the caller's."""
    workspace, contracts = registration.workspace, registration.contracts
    manifest, withdrawn = registration.manifest, registration.withdrawn
    sightings = Sightings(workspace.landing_dir)
    rows = {
        "deliveries": _deliveries(registration, sightings),
        "tallies": _tallies(manifest, withdrawn),
        "sightings": [
            (s.delivery_id, s.member, s.contract, s.exported_at, s.part, s.file_name, s.delivery_id in withdrawn)
            for s in sorted(sightings.all.values(), key=lambda s: (s.contract, s.exported_at, s.identity))
        ],
        "return_sources": _return_sources(contracts),
        "contracts": [
            (name, contract.system, contract.label, contract.mode.kind, ", ".join(contract.feeds))
            for name, contract in sorted(contracts.items())
        ],
        "problems": [
            (problem.file_name, problem.kind, problem.message)
            for problem in problems_of(workspace, contracts, manifest, sightings, withdrawn)
        ],
        "run": [_run(registration, sightings)],
    }
    for name, columns in _TABLES.items():
        con.execute(f"create or replace table landing.{name} ({columns})")
        _insert(con, name, rows[name])
    _create_left_records(con, manifest)
    _create_rates(con, workspace.rates_path)


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement for all rows: row by row takes a millisecond each."""
    if not rows:
        return
    values = ", ".join("(" + ", ".join(quote_value(_plain(value)) for value in row) + ")" for row in rows)
    con.execute(f"insert into landing.{table} values {values}")


def _plain(value: Any) -> str | int | bool | None:
    return value if value is None or isinstance(value, str | int) else str(value)


def _deliveries(registration: Registration, sightings: Sightings) -> list[tuple[Any, ...]]:
    keys = _key_columns(registration)
    rows = []
    for landing in registration.manifest.in_order():
        record = landing.record
        seen = sightings.of(record.delivery_id, record.contract)
        first_seen_at = min((sighting.first_seen_at for sighting in seen), default=None)
        for member in record.members:
            for name, feed in member.feeds.items():
                rows.append(
                    (record.delivery_id, member.member, record.contract, name, feed.entity, record.system,
                     seen[0].file_name if seen else None, member.records, feed.landed_rows, feed.landed_records,
                     feed.expanded, feed.rejected, feed.not_selected, member.footer + member.blank,
                     record.delivery_id in registration.withdrawn, first_seen_at,
                     *keys.get((record.contract, record.fingerprint, name), (None, None)))
                )  # fmt: skip
    return rows


def _key_columns(registration: Registration) -> dict[tuple[str, str, str], tuple[str, str]]:
    """What makes the keys of a feed, under the meaning that its contract has now: its natural key, and foreign ids."""
    return {
        (name, meaning_fingerprint(contract, registration.workspace), feed_name): (
            ", ".join(feed.key),
            ", ".join(f"{column} {rule.system}" for column, rule in feed.columns.items() if rule.system),
        )
        for name, contract in registration.contracts.items()
        for feed_name, feed in contract.feeds.items()
    }


def _tallies(manifest: Manifest, withdrawn: set[str]) -> list[tuple[Any, ...]]:
    rows = []
    for landing in manifest.in_order():
        record = landing.record
        for tally in record.tallies:
            member = next(m for m in record.members if m.member == tally.get("member"))
            rows.append(
                (record.delivery_id, member.member, record.contract, tally["feed"],
                 member.feeds[tally["feed"]].entity, tally["return_source"], tally["month"], tally["delivered"],
                 tally["landed_records"], tally["expanded"], tally["rejected"], tally["not_selected"],
                 record.delivery_id in withdrawn)
            )  # fmt: skip
    return rows


def _return_sources(contracts: Mapping[str, Contract]) -> list[tuple[Any, ...]]:
    return [
        (source, name, feed_name, feed.entity, feed.every, feed.grace, feed.declared_from, feed.declared_until, pauses)
        for name, contract in sorted(contracts.items())
        for feed_name, feed in contract.feeds.items()
        if feed.return_source is not None
        for pauses in [", ".join(feed.pauses) or None]
        for source in feed.return_source.names
    ]


def _run(registration: Registration, sightings: Sightings) -> tuple[Any, ...]:
    settings, run = registration.workspace.settings, registration.run
    moment = run.as_of or settings.as_of
    if moment is not None and moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    as_of = str(moment) if moment else latest_moment(registration.manifest, sightings, registration.withdrawn)
    return (run.run_id, as_of, run.version, settings.time_zone, settings.currency)


def _create_left_records(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    con.execute(f"create or replace table landing.left_records ({_LEFT_COLUMNS})")
    selects = [
        f"select {quote_value(landing.record.delivery_id)}, member, {quote_value(landing.record.contract)}, feed, "
        f'entity, row_number, disposition, return_source, occurred_at, "column", reason, shape '
        f"from read_parquet({quote_value(str(landing.folder / file))})"
        for landing in manifest.in_order()
        for file in landing.record.other_files
        if Path(file).name == LEFT_FILE
    ]
    for first in range(0, len(selects), 200):  # one statement over thousands of files would be slow to plan
        con.execute(f"insert into landing.left_records {' union all '.join(selects[first : first + 200])}")


def _create_rates(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The workspace's exchange rates: units of the reporting currency for one unit of the foreign one."""
    con.execute("create or replace table landing.rates (currency varchar, rate_on date, rate decimal(18, 9))")
    if not path.is_file() or not path.read_text(encoding="utf-8-sig").strip():
        return
    columns = ", ".join(f"{quote_value(name)}: 'varchar'" for name in ("currency", "rate_on", "rate"))
    file = (
        f"read_csv({quote_value(str(path))}, header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"columns = {{{columns}}})"
    )
    read = (
        f"select upper(trim(currency)) as currency, try_cast(rate_on as date) as rate_on, "
        f"try_cast(rate as decimal(18, 9)) as rate, row_number() over () + 1 as line from {file}"
    )
    try:
        wrong = con.execute(
            f"select min(line) from ({read}) where coalesce(length(currency), 0) <> 3 or rate_on is null "
            "or coalesce(rate, 0) <= 0"
        ).fetchone()
    except duckdb.Error as error:
        raise UsageError(f"{path} cannot be read ({type(error).__name__}).", _RATES_HINT) from None
    if wrong and wrong[0]:
        raise UsageError(f"{path}, line {wrong[0]}: no currency, day or positive rate.", _RATES_HINT)
    twice = con.execute(f"select max(line) from ({read}) group by currency, rate_on having count(*) > 1").fetchone()
    if twice:
        raise UsageError(f"{path}, line {twice[0]}: this currency has two rates for one day.", "Keep one of them.")
    con.execute(f"insert into landing.rates select currency, rate_on, rate from ({read}) order by all")


_RATES_HINT = "Its columns are currency,rate_on,rate, for example USD,2025-01-31,0.962."
