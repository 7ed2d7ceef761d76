"""What hangs on one cell alone, worked out once per distinct word of it where a file is large enough for it to matter.

A keyed hash takes a microsecond, a word without its accents half of one; a log says the same few words, and names each
person many times. Holds only this shortcut, made of the plan's own expressions: small files and columns of several
cells work them out in place.
"""

from collections.abc import Iterator

import duckdb

from .feed_columns import with_columns, words_in
from .feed_model import CellDictionary, FeedPlan
from .feed_relation import layers_of
from .reading import FEWEST_RECORDS, RawTable
from .sql import quote_name

_DEAR = ("md5_number", "regexp_", "sha256", "strip_accents", "strptime")


class CellWords:
    """The dictionaries of one file: its feeds share those that say the same of the same cell."""

    def __init__(self, con: duckdb.DuckDBPyConnection, raw: RawTable) -> None:
        self._con = con
        self._raw = raw
        self._words: dict[str, str] = {}
        self._tables: dict[str, str] = {}

    def of(self, plan: FeedPlan) -> list[CellDictionary]:
        """Make a temporary table for each cell of a large file whose words repeat, or are addresses."""
        if self._raw.records < FEWEST_RECORDS:
            return []
        return [found for cell in _cells(plan, self._raw) if (found := self._dictionary(cell, plan)) is not None]

    def _dictionary(self, cell: str, plan: FeedPlan) -> CellDictionary | None:
        layers = _layers_on(cell, plan, self._raw.names)
        if not any(dear in sql for layer in layers for sql in layer.values() for dear in _DEAR):
            return None
        names = _used_outside(layers, plan)
        if cell not in self._words:
            self._words[cell] = f"words_of_{cell}"
            self._con.execute(
                f"create or replace temp table words_of_{cell} as select distinct {cell} from ({self._raw.sql})"
            )
        query = f"select {cell}, {cell} as word from {self._words[cell]}"
        for layer in layers:
            query = with_columns(query, layer)
        query = f"select word, {', '.join(map(quote_name, names))} from ({query})"
        if query not in self._tables:
            self._tables[query] = f"cell_words_{len(self._tables) + 1}"
            self._con.execute(f"create or replace temp table {self._tables[query]} as {query}")
        return CellDictionary(cell, self._tables[query], names)


def _cells(plan: FeedPlan, raw: RawTable) -> Iterator[str]:
    addresses = {plan.texts[f"{column}__text"] for column in plan.emails}
    return (cell for cell in raw.names if cell in raw.repeating or cell in addresses)


def _layers_on(cell: str, plan: FeedPlan, cells: list[str]) -> list[dict[str, str]]:
    """The part of each layer that hangs on this cell and on no other."""
    layers = [plan.whens, *layers_of(plan)]
    others = {name for layer in layers for name in layer} | set(plan.parts) | set(cells) - {cell}
    known: set[str] = {cell}
    found = []
    for layer in layers:
        own = {name: sql for name, sql in layer.items() if (used := words_in([sql])) & known and not used & others}
        known |= set(own)
        others -= set(own)
        found.append(own)
    return found


def _used_outside(layers: list[dict[str, str]], plan: FeedPlan) -> tuple[str, ...]:
    """The names that rows need, steps on the way left out."""
    own = {name for layer in layers for name in layer}
    others = [sql for layer in layers_of(plan) for name, sql in layer.items() if name not in own]
    others += [*plan.keys.values(), *(fault.condition for fault in plan.faults), plan.return_source or ""]
    used = words_in(others) | {name for name in own if name in plan.whens or name in plan.outputs}
    return tuple(sorted(name for name in own if name in used or name.endswith("__hash")))
