"""Keys as landing should have made them, made once more for the gate, and what shares one.

Holds the SQL of both witnesses, one query each per entity. Written apart from landing on purpose: what makes the keys
there must not be asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from dagster_project.landing.entities import EntityColumn, load_entities
from expectations.laws.declaration import read_sql

_KINDS: Final = {
    "customer_id": "'contact'",
    "referrer_contact_id": "'contact'",
    "parent_account_id": "'account'",
    "becomes_deal_id": "'deal'",
    "old_id": "thing",
    "new_id": "thing",
}
"""Whose id a column holds, where its name does not say so."""
_LANDED_AS_KEY: Final = ("id", "email", "domain")
_SEPARATOR: Final = " || chr(31) || "


@dataclass(frozen=True)
class KeyedFeed:
    """A feed and the columns of its natural key; none where a row's content is its key."""

    contract: str
    feed: str
    columns: tuple[str, ...]
    systems: Mapping[str, str]
    """Columns whose ids are of another system than the row's."""

    @property
    def condition(self) -> str:
        """True for the rows of this feed."""
        return f"(_contract = '{self.contract}' and _feed = '{self.feed}')"


def take_keys(con: duckdb.DuckDBPyConnection, entity: str, model: str) -> None:
    """Count an entity's rows whose keys are not made as declared, and the keys that join what is not one.

    Args:
        con: default catalog the warehouse; the tables `witness_made_keys` and `witness_repeats` exist.
        entity: a view of schema `landing`.
        model: its staging model.
    """
    feeds = _feeds(con, entity)
    if not feeds:
        return
    keyed = [feed for feed in feeds if feed.columns]
    columns = load_entities()[entity].columns
    present = [name for (name,) in con.execute(f"select column_name from (describe landing.{entity})").fetchall()]
    ids = [f"coalesce({_id_key(name, feeds)} <> {name}_key, false)" for name in columns if columns[name].type == "id"]
    values = [name for name in present if not name.startswith("_")]
    words = {
        "entity": entity,
        "model": model,
        "key": _case((feed.condition, _key(entity, feed, columns)) for feed in keyed),
        "name": _case((feed.condition, _name(feed, columns)) for feed in keyed),
        "is_keyed": _any(keyed),
        "is_by_content": _any([feed for feed in feeds if not feed.columns]),
        "is_wrong_id": " or ".join(ids) or "false",
        "values": ", ".join(values),
    }
    for file in ("witnesses/made_keys.sql", "witnesses/repeats.sql"):
        con.execute(read_sql(file, words))


def _feeds(con: duckdb.DuckDBPyConnection, entity: str) -> list[KeyedFeed]:
    """The feeds of an entity all of whose landings are as the contract in force says."""
    rows = con.execute(
        "select contract, feed, min(key_columns), min(id_systems) from landing.deliveries where entity = ? "
        "group by contract, feed having count(*) = count(key_columns) order by contract, feed",
        [entity],
    ).fetchall()
    return [
        KeyedFeed(contract, feed, tuple(_listed(keys)), dict(entry.split(" ") for entry in _listed(systems)))
        for contract, feed, keys, systems in rows
    ]


def _listed(text: str) -> list[str]:
    return [entry for entry in text.split(", ") if entry]


def _id_key(column: str, feeds: Sequence[KeyedFeed]) -> str:
    kind = _KINDS.get(column, f"'{column.removesuffix('_id')}'")
    foreign = _case((feed.condition, f"'{feed.systems[column]}'") for feed in feeds if column in feed.systems)
    return f"cast(md5_number({kind} || '|' || coalesce({foreign}, _system) || '|' || {column}) >> 68 as bigint)"


def _key(entity: str, feed: KeyedFeed, columns: dict[str, EntityColumn]) -> str:
    """One id is its own key; several columns, or one that is no id, are hashed with entity and system."""
    if len(feed.columns) == 1 and columns[feed.columns[0]].type == "id":
        return _id_key(feed.columns[0], [feed])
    return f"cast(md5_number('{entity}|' || _system || '|' || {_name(feed, columns)}) >> 68 as bigint)"


def _name(feed: KeyedFeed, columns: dict[str, EntityColumn]) -> str:
    """The natural key as one text: ids by their words where the feed is known by one id alone."""
    if len(feed.columns) == 1 and columns[feed.columns[0]].type == "id":
        return feed.columns[0]
    parts = (f"{name}_key" if columns[name].type in _LANDED_AS_KEY else name for name in feed.columns)
    return _SEPARATOR.join(f"cast({part} as varchar)" for part in parts)


def _case(choices: Iterable[tuple[str, str]]) -> str:
    listed = " ".join(f"when {condition} then {value}" for condition, value in choices)
    return f"case {listed} end" if listed else "null"


def _any(feeds: Sequence[KeyedFeed]) -> str:
    return " or ".join(feed.condition for feed in feeds) or "false"
