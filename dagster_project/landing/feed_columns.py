"""Some columns of a feed's records, with no more worked out than they need.

The layers of a plan are text, and DuckDB works out only what is asked for; but it plans all of them, and a count needs
two or three. Holds SQL text only; the whole of a landed row stands in `feed_relation`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from .feed_model import CellDictionary, FeedPlan
from .sql import quote_name

_WORD = re.compile(r"\w+")


def with_columns(query: str, layer: Mapping[str, str]) -> str:
    """A query with further columns, which may use those that it has."""
    if not layer:
        return query
    added = ", ".join(f"{expression} as {quote_name(name)}" for name, expression in layer.items())
    return f"select *, {added} from ({query})"


def with_dictionaries(query: str, dictionaries: Sequence[CellDictionary]) -> str:
    """A query over cells with what their words mean."""
    for number, found in enumerate(dictionaries):
        names = ", ".join(f"d{number}.{quote_name(name)}" for name in found.names)
        query = (
            f"select cells.*, {names} from ({query}) as cells left join {found.table} as d{number} "
            f"on d{number}.word is not distinct from cells.{found.cell}"
        )
    return query


def selected_records(plan: FeedPlan, raw: str, dictionaries: Sequence[CellDictionary]) -> str:
    """The records that the feed takes: whatever is worked out for the others would be work for nothing."""
    if plan.takes_all:
        return raw
    known = {name for found in dictionaries for name in found.names}
    query = with_columns(raw, {name: sql for name, sql in plan.whens.items() if name not in known})
    return f"select * from ({query}) where {plan.selected}"


def columns_of_records(plan: FeedPlan, raw: str, columns: Mapping[str, str], where: str = "true") -> str:
    """A select of `_row_number` and some columns; a record of several rows keeps them.

    Args:
        plan: the feed's plan.
        raw: a select of `_row_number` and the cells.
        columns: name → SQL over the plan's names, keys of a row and its content excepted.
        where: which rows, SQL over the same names.
    """
    layers = [plan.words, plan.texts, plan.first, plan.outputs, plan.keys]
    wanted = words_in([*columns.values(), where])
    needed: list[dict[str, str]] = []
    for layer in reversed(layers):
        own = {name: sql for name, sql in layer.items() if name in wanted}
        wanted |= words_in(own.values())
        needed.insert(0, own)
    query = with_columns(raw, {name: sql for name, sql in plan.whens.items() if name in wanted})
    for name, parts in plan.parts.items():
        if name in wanted:
            query = f"select *, unnest({parts}) as {name} from ({query})"
    for layer in needed:
        query = with_columns(query, layer)
    selected = ", ".join(f"{sql} as {quote_name(name)}" for name, sql in columns.items())
    return f"select _row_number, {selected} from ({query}) where {where}"


def words_in(texts: Iterable[str]) -> set[str]:
    """Every word of some SQL: names that it uses, and more."""
    return {word for text in texts for word in _WORD.findall(text)}
