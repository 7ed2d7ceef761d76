"""Complaints about SQL that is outside the allowlist of what DuckDB and Spark both run alike.

Holds the reading of the allowlist and the checks of one compiled model; nothing about dbt, and no list of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import sqlglot
import yaml
from sqlglot import TokenType, exp

# Keywords that stand before a parenthesis without being functions.
_KEYWORDS = {
    "all",
    "and",
    "as",
    "by",
    "else",
    "from",
    "in",
    "join",
    "materialized",
    "not",
    "on",
    "or",
    "over",
    "then",
    "when",
    "where",
}
_TYPE_NAMES = {"decimal", "varchar"}


@dataclass(frozen=True)
class Allowlist:
    """Nodes → their arguments, functions, types and units that a compiled model may have."""

    nodes: dict[str, set[str]]
    functions: set[str]
    dispatched: dict[str, str]
    types: set[str]
    interval_units: set[str]

    @classmethod
    def load(cls, path: Path) -> "Allowlist":
        """Read the list; an entry without a reason is an error."""
        listed: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for section in ("functions", "types"):
            assert all(listed[section].values()), f"{path.name}: an entry of {section} has no reason"
        return cls(
            nodes={name: set(node["arguments"]) for name, node in listed["nodes"].items() if node["because"]},
            functions=set(listed["functions"]),
            dispatched=dict(listed["dispatched"]),
            types=set(listed["types"]),
            interval_units=set(listed["interval_units"]),
        )


def complaints(sql: str, allowlist: Allowlist) -> list[str]:
    """What in a query the allowlist does not know, one line per kind of finding."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    found = [*_nodes(tree, allowlist), *_spellings(sql, allowlist), *_null_order(tree, sql)]
    return sorted(set(found))


def _nodes(tree: exp.Expr, allowlist: Allowlist) -> Iterator[str]:
    for node in tree.walk():
        name = type(node).__name__
        if name not in allowlist.nodes:
            yield f"{name}: {node.sql('duckdb')[:80]}"
            continue
        # `materialized` may be false: `not materialized` is the one clause that differs by its absence.
        unknown = {key for key, value in node.args.items() if value not in (None, False, [])} - allowlist.nodes[name]
        if unknown:
            yield f"{name} with {', '.join(sorted(unknown))}: {node.sql('duckdb')[:80]}"
        yield from _values(node, allowlist)


def _values(node: exp.Expr, allowlist: Allowlist) -> Iterator[str]:
    if isinstance(node, exp.DataType) and node.this.value not in allowlist.types:
        yield f"type {node.this.value}"
    if isinstance(node, exp.Interval) and str(node.args["unit"]) not in allowlist.interval_units:
        yield f"interval unit {node.args['unit']}"
    if isinstance(node, exp.Div) and not _cannot_be_zero(node.expression):
        yield f"division without nullif: {node.sql('duckdb')[:80]}"


def _cannot_be_zero(divisor: exp.Expr) -> bool:
    return isinstance(divisor, exp.Nullif) or (isinstance(divisor, exp.Literal) and float(divisor.this) != 0)


def _spellings(sql: str, allowlist: Allowlist) -> Iterator[str]:
    known = allowlist.functions | set(allowlist.dispatched) | _KEYWORDS | _TYPE_NAMES
    tokens = sqlglot.tokenize(sql, read="duckdb")
    for token, following in pairwise(tokens):
        if token.token_type is TokenType.DCOLON:
            yield "'::' instead of cast()"
        is_name = token.text.replace("_", "").isalpha() and token.token_type is not TokenType.STRING
        if following.token_type is TokenType.L_PAREN and is_name and token.text.lower() not in known:
            yield f"function {token.text.lower()}"


def _null_order(tree: exp.Expr, sql: str) -> Iterator[str]:
    """The engines' defaults differ; so where both readers find the same order of nulls, the text says it."""
    on_spark = sqlglot.parse_one(sql, read="spark").find_all(exp.Ordered)
    for duckdb, spark in zip(tree.find_all(exp.Ordered), on_spark, strict=True):
        if duckdb.args.get("nulls_first") != spark.args.get("nulls_first"):
            yield f"order without nulls first or last: {duckdb.this.sql('duckdb')[:80]}"
