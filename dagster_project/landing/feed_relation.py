"""The rows of one feed as a DuckDB relation: the plan's layers, and the columns that every landed row carries.

Holds SQL text only. Every record that the feed takes stands in the relation, with what becomes of it: `_fault` is null,
or the number of the plan's fault. Who lands and who leaves is decided by those who read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .contract import UNMAPPED, ColumnRule
from .entities import EntityColumn
from .feed_columns import selected_records, with_columns, with_dictionaries
from .feed_model import CellDictionary, FeedPlan
from .sql import SEPARATOR, constant_text, content_layers, hash60, hash60_of, keyed_hash60, quote_name, quote_value

LANDS = "_fault is null"


@dataclass(frozen=True)
class RowOrigin:
    """What all rows of one feed of one delivery say of where they come from."""

    contract: str
    system: str
    delivery_id: str
    member: str | None
    part: str | None


@dataclass(frozen=True)
class LandedColumn:
    """One column of the written file, and the SQL over the relation that fills it."""

    name: str
    duckdb_type: str
    sql: str


def relation(plan: FeedPlan, raw: str, origin: RowOrigin, dictionaries: Sequence[CellDictionary]) -> str:
    """A select over every record that the feed takes; those that are set aside are none.

    Args:
        plan: the feed's plan.
        raw: a table expression with `_row_number`, the written and the cleaned cells.
        origin: constants of the rows.
        dictionaries: of files where words repeat; what they hold is not worked out again.
    """
    known = {name for found in dictionaries for name in found.names}
    deciding = [found for found in dictionaries if set(found.names) & set(plan.whens)]
    query = selected_records(plan, with_dictionaries(raw, deciding), deciding)
    query = with_dictionaries(query, [found for found in dictionaries if found not in deciding])
    for name, parts in plan.parts.items():
        query = f"select *, unnest({parts}) as {name} from ({query})"
    for layer in layers_of(plan):
        query = with_columns(query, {name: sql for name, sql in layer.items() if name not in known})
    query = with_columns(query, {**plan.keys, **_fate(plan)})
    for layer in content_layers(_content_terms(plan)):
        query = with_columns(query, layer)
    query = with_columns(query, _system_columns(plan, origin))
    if plan.parts:
        # A record with one unreadable part leaves as a whole: it must not be in two places.
        query = f"select * replace (min(_fault) over (partition by _row_number) as _fault) from ({query})"
    return query


def layers_of(plan: FeedPlan) -> list[dict[str, str]]:
    """What is worked out above the cells, each layer from those before it."""
    return [plan.words, plan.texts, plan.first, plan.outputs, _hashes_of_text(plan)]


def landed_columns(plan: FeedPlan, origin: RowOrigin) -> list[LandedColumn]:
    """The columns of a landed row in the entity's order; those that nothing fills are not written at all."""
    filled = {*plan.outputs, *plan.keys, "_key", "_content", "_key_is_null", "_row_number"}
    filled |= {"_return_source"} if plan.return_source is not None else set()
    filled |= {"_part"} if "_part" in plan.texts else set()
    constants = _constant_columns(plan, origin)
    return [
        LandedColumn(name, duckdb_type, constants.get(name) or f"cast({quote_name(name)} as {duckdb_type})")
        for name, duckdb_type in plan.entity.landed_columns()
        if name in filled or name in constants
    ]


def _constant_columns(plan: FeedPlan, origin: RowOrigin) -> dict[str, str]:
    """What is the same in every row of the file: name → SQL."""
    texts = {
        "_contract": origin.contract,
        "_feed": plan.name,
        "_system": origin.system,
        "_delivery_id": origin.delivery_id,
        "_member": origin.member,
        "_part": None if "_part" in plan.texts else origin.part,
        **{name: constant for name, constant in plan.feed.constants.items() if _is_text(plan.entity.columns[name])},
    }
    return {name: constant_text(text) for name, text in texts.items() if text is not None}


def _is_text(column: EntityColumn) -> bool:
    return column.type in ("text", "category")


def _fate(plan: FeedPlan) -> dict[str, str]:
    if not plan.faults:
        return {"_fault": "cast(null as integer)"}
    cases = " ".join(f"when {fault.condition} then {number}" for number, fault in enumerate(plan.faults, start=1))
    # `error` may not be moved: else DuckDB would cast every cell once more for a filter on `_fault`, far below.
    never = "when _row_number < 1 then cast(error('a record without a number') as integer)"
    return {"_fault": f"case {never} {cases} end"}


def _system_columns(plan: FeedPlan, origin: RowOrigin) -> dict[str, str]:
    natural = _natural_key(plan, origin.system)
    by_content = content_key(plan.entity.name, origin.system, "_content", "1")
    return {
        "_key": by_content if natural is None else f"case when {natural} is null then {by_content} else {natural} end",
        "_key_is_null": "false" if natural is None else f"{natural} is null",
        "_return_source": plan.return_source or "null",
    }


def content_key(entity: str, system: str, content: str, occurrence: str) -> str:
    """The key of a row without a natural one: its content, and which of its equals in the delivery it is."""
    prefix = quote_value(f"{entity}|{system}|")
    return hash60(f"{prefix} || cast({content} as varchar) || '|' || cast({occurrence} as varchar)")


def _natural_key(plan: FeedPlan, system: str) -> str | None:
    """One id is its own key, so that a row and those who refer to it meet; several columns are hashed together."""
    columns = [plan.entity.columns[name] for name in plan.feed.key]
    if not columns:
        return None
    if len(columns) == 1 and columns[0].type == "id":
        return _output(plan, f"{columns[0].name}_key")
    parts = [f"cast({_output(plan, _key_part(column))} as varchar)" for column in columns]
    joined = f" || {quote_value(SEPARATOR)} || ".join(parts)
    return hash60(f"{quote_value(f'{plan.entity.name}|{system}|')} || {joined}")


def _key_part(column: EntityColumn) -> str:
    return f"{column.name}_key" if column.type in ("id", "email", "domain") else column.name


def _output(plan: FeedPlan, name: str) -> str:
    return quote_name(name) if name in plan.outputs else "cast(null as bigint)"


def _content_terms(plan: FeedPlan) -> dict[str, str | int]:
    terms: dict[str, str | int] = {}
    for column in plan.entity.columns.values():
        if column.name in plan.feed.constants and _is_text(column):
            terms[column.name] = hash60_of(plan.feed.constants[column.name])
        else:
            terms |= _terms_of(plan, column)
    if plan.return_source is not None:
        terms["_return_source"] = hash60(plan.return_source)
    if plan.beside:
        # Without a key, two facts that differ in a column that no one mapped are two facts.
        terms["_beside"] = keyed_hash60(plan.beside)
    return terms


def _terms_of(plan: FeedPlan, column: EntityColumn) -> dict[str, str]:
    """Each landed value as a number; never 0 where null and a real value would meet."""
    name, quoted = column.name, quote_name(column.name)
    terms: dict[str, str] = {}
    match column.type:
        case "id" | "email" | "domain":
            terms = {f"{name}_key": quote_name(f"{name}_key")}
        case "phone":
            key, country = f"{name}_name_key", f"{name}_country"
            terms = {key: quote_name(key), country: hash60(quote_name(country))}
        case "moment":
            flag = f"{column.stem}_is_date_only"
            terms = {name: f"epoch_us({quoted})", flag: f"cast({quote_name(flag)} as bigint) + 1"}
        case "timestamp" | "date":
            terms = {name: f"epoch_us(cast({quoted} as timestamp))"}
        case "money" | "number":
            # Widened first: a million times a million does not fit the 18 digits that the amount itself has.
            terms = {name: f"cast(cast({quoted} as decimal(38, 6)) * 1000000 as hugeint) + 1"}
        case "integer" | "boolean":
            terms = {name: f"cast({quoted} as hugeint) + 1"}
        case "text" | "category":
            terms = {name: f"{name}__hash"}
    return {output: sql for output, sql in terms.items() if output in {*plan.outputs, *plan.keys}}


def _hashes_of_text(plan: FeedPlan) -> dict[str, str]:
    return {
        f"{column.name}__hash": _hash_of_word(quote_name(column.name), _known_words(plan, column))
        for column in plan.entity.columns.values()
        if _is_text(column) and column.name in plan.outputs and column.name not in plan.feed.constants
    }


def _known_words(plan: FeedPlan, column: EntityColumn) -> list[str]:
    rule: ColumnRule | None = plan.feed.columns.get(column.name)
    if rule is None or not (rule.values or column.allowed):
        return []
    default = [rule.default] if rule.default else []
    return sorted({*(rule.values or {}).values(), *column.allowed, *default, UNMAPPED})


def _hash_of_word(expression: str, words: list[str]) -> str:
    """The word's hash; known words are compared rather than hashed row by row."""
    cases = " ".join(f"when {quote_value(word)} then {hash60_of(word)}" for word in words)
    return f"case {expression} {cases} else {hash60(expression)} end" if cases else hash60(expression)
