"""What hangs on one cell alone, worked out once per distinct word of it where a file is large enough for it to matter.

A keyed hash takes a microsecond, a word without its accents half of one; a log says the same few words, and names each
person many times. Holds only this shortcut, made of the plan's own expressions: small files and columns of several
cells work them out in place.
"""

import re
from collections.abc import Callable, Iterator

import duckdb

from .feed_columns import with_columns, words_in
from .feed_model import CellDictionary, FeedPlan
from .feed_relation import layers_of
from .reading import FEWEST_RECORDS, RawTable
from .sql import hash60_of, quote_name

_MOST_KNOWN = 1_500_000  # some 150 MB
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
        names = _used_outside(layers, plan)
        if not names or not any(dear in sql for layer in layers for sql in layer.values() for dear in _DEAR):
            return None
        words = self._words_of(cell)

        def meanings(of: str) -> str:
            query = f"select word, word as {cell} from ({of})"
            for layer in layers:
                query = with_columns(query, layer)
            return f"select word, {', '.join(map(quote_name, names))} from ({query})"

        query = meanings(f"select word from {words}")
        if query not in self._tables:
            self._tables[query] = f"cell_words_{len(self._tables) + 1}"
            filling = self._known(cell, words, meanings) if cell in _addresses(plan) else query
            self._con.execute(f"create or replace temp table {self._tables[query]} as {filling}")
        return CellDictionary(cell, self._tables[query], names)

    def _words_of(self, cell: str) -> str:
        if cell not in self._words:
            self._words[cell] = f"words_of_{cell}"
            self._con.execute(
                f"create or replace temp table words_of_{cell} as select distinct {cell} as word from ({self._raw.sql})"
            )
        return self._words[cell]

    def _known(self, cell: str, words: str, meanings: Callable[[str], str]) -> str:
        """The meanings of a cell's words from those of all files that this connection has landed.

        The same people stand in file after file, and a keyed hash costs more than everything else about an address.
        """
        nothing, null = "select cast(null as varchar) as word where false", "select cast(null as varchar) as word"
        meaning = re.sub(rf"\b{cell}\b", "cell", meanings(nothing))
        known = f"known_{hash60_of(meaning)}"
        self._con.execute(f"create temp table if not exists {known} as {meanings(nothing)}")
        count = self._con.execute(f"select count(*) from {known}").fetchone()
        if count and count[0] > _MOST_KNOWN:
            self._con.execute(f"create or replace temp table {known} as {meanings(nothing)}")
        new = f"select word from {words} anti join {known} using (word) where word is not null"
        self._con.execute(f"insert into {known} {meanings(new)}")
        return f"select * from {known} semi join {words} using (word) union all {meanings(null)}"


def _cells(plan: FeedPlan, raw: RawTable) -> Iterator[str]:
    addresses = _addresses(plan)
    return (cell for cell in raw.names if cell in raw.repeating or cell in addresses)


def _addresses(plan: FeedPlan) -> set[str]:
    return {plan.texts[f"{column}__text"] for column in plan.emails}


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
