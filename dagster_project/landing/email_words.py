"""Keys of e-mail addresses, computed once per distinct address where a file is large enough for it to matter.

A keyed hash takes a microsecond; a log names each person many times. Holds only this shortcut: small files and columns
of several cells compute the keys in place, with the same expressions.
"""

from collections.abc import Iterator

import duckdb

from .casts import Cast
from .feed_model import FeedPlan
from .reading import RawTable
from .sql import quote_name

# A dictionary is joined, which costs the order of rows and a fixed 0.05 s.
FEWEST_RECORDS = 50_000


class EmailWords:
    """The dictionaries of one file: its feeds share those that say the same of the same cell."""

    def __init__(self, con: duckdb.DuckDBPyConnection, raw: RawTable) -> None:
        self._con = con
        self._raw = raw
        self._tables: dict[str, str] = {}

    def of(self, plan: FeedPlan) -> dict[str, str]:
        """Make a temporary table of distinct addresses and their keys for each e-mail column of a large file.

        Returns:
            column → table of `word` and the column's outputs.
        """
        if self._raw.records < FEWEST_RECORDS:
            return {}
        return {column: self._table(_words(column, cast, plan, self._raw)) for column, cast in _single_cells(plan)}

    def _table(self, query: str) -> str:
        if query not in self._tables:
            table = f"email_words_{len(self._tables) + 1}"
            self._con.execute(f"create or replace temp table {table} as {query}")
            self._tables[query] = table
        return self._tables[query]


def _single_cells(plan: FeedPlan) -> Iterator[tuple[str, Cast]]:
    for column, cast in plan.emails.items():
        text = plan.texts[f"{column}__text"]
        if text.isidentifier() and text not in plan.parts:
            yield column, cast


def _words(column: str, cast: Cast, plan: FeedPlan, raw: RawTable) -> str:
    cell = plan.texts[f"{column}__text"]
    words = f"select distinct {cell} as {column}__text from ({raw.sql}) where {cell} is not null"
    first = ", ".join(f"{sql} as {quote_name(name)}" for name, sql in cast.first.items())
    outputs = ", ".join(f"{sql} as {quote_name(name)}" for name, sql in cast.outputs.items())
    return f"select {column}__text as word, {outputs} from (select *, {first} from ({words}))"
