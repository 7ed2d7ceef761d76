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


def email_dictionaries(con: duckdb.DuckDBPyConnection, plan: FeedPlan, raw: RawTable) -> dict[str, str]:
    """Make a temporary table of distinct addresses and their keys for each e-mail column of a large file.

    Returns:
        column → table of `word` and the column's outputs.
    """
    if raw.records < FEWEST_RECORDS:
        return {}
    return dict(_dictionary(con, column, cast, plan, raw) for column, cast in _single_cells(plan))


def _single_cells(plan: FeedPlan) -> Iterator[tuple[str, Cast]]:
    for column, cast in plan.emails.items():
        text = plan.texts[f"{column}__text"]
        if text.isidentifier() and text not in plan.parts:
            yield column, cast


def _dictionary(
    con: duckdb.DuckDBPyConnection, column: str, cast: Cast, plan: FeedPlan, raw: RawTable
) -> tuple[str, str]:
    table = f"words_of_{column}"
    cell = plan.texts[f"{column}__text"]
    words = f"select distinct {cell} as {column}__text from ({raw.sql}) where {cell} is not null"
    first = ", ".join(f"{sql} as {quote_name(name)}" for name, sql in cast.first.items())
    outputs = ", ".join(f"{sql} as {quote_name(name)}" for name, sql in cast.outputs.items())
    con.execute(
        f"create or replace temp table {table} as select {column}__text as word, {outputs} "
        f"from (select *, {first} from ({words}))"
    )
    return column, table
