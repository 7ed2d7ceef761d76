"""What a contract must respect besides its shape: the entities' columns, categories and keys.

Holds checks only; each gives findings with their place, so that the loader can name the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .contract_model import UNMAPPED, ColumnRule, Contract, Feed
from .contract_yaml import Place
from .entities import Entity, EntityColumn, load_entities
from .words import nearest_words

_WITH_RETURN_SOURCE = ("returns", "orders", "order_lines")


@dataclass(frozen=True)
class Finding:
    """One fault and its place in the contract."""

    place: Place
    message: str


def findings_of(contract: Contract) -> list[Finding]:
    """Every fault of a contract that its shape alone does not show, in the order of the file."""
    return list(_findings(contract))


def _findings(contract: Contract) -> Iterator[Finding]:
    for name, feed in contract.feeds.items():
        place: Place = ("feeds", name)
        entity = load_entities().get(feed.entity)
        if entity is None:
            near = nearest_words(feed.entity, load_entities(), count=1)
            meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(load_entities())}"
            yield Finding(place, f"{feed.entity!r} is no entity{meant}")
            continue
        yield from _column_findings(feed, entity, place)
        yield from _key_findings(feed, entity, place)
        yield from _return_source_findings(feed, place)


def _column_findings(feed: Feed, entity: Entity, place: Place) -> Iterator[Finding]:
    for section in ("constants", "names", "columns"):
        for name in getattr(feed, section):
            if name not in entity.columns:
                near = nearest_words(name, entity.columns, count=1)
                meant = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(entity.columns)}"
                yield Finding((*place, section, name), f"{entity.name} has no column {name!r}{meant}")
    for column in entity.columns.values():
        if column.name in feed.names and (column.name in feed.constants or column.name in feed.columns):
            yield Finding((*place, "names", column.name), "stands in `columns` or `constants` too; keep one of them")
        if column.name in feed.names and column.is_personal:
            yield Finding((*place, "names", column.name), f"a {column.type} cannot be read from a name")
        if column.name in feed.constants:
            yield from _constant_findings(feed, column, (*place, "constants", column.name))
        if column.name in feed.columns:
            yield from _rule_findings(feed.columns[column.name], column, (*place, "columns", column.name))
        elif column.is_required and column.name not in feed.constants:
            yield Finding(place, f"{entity.name} needs the column {column.name}; map it in `columns` or `constants`")


def _constant_findings(feed: Feed, column: EntityColumn, place: Place) -> Iterator[Finding]:
    if column.name in feed.columns:
        yield Finding(place, "stands in `columns` too; keep one of the two")
    if column.is_personal:
        yield Finding(place, f"a {column.type} cannot be a constant")
    yield from _word_findings(column, feed.constants[column.name], place)


def _rule_findings(rule: ColumnRule, column: EntityColumn, place: Place) -> Iterator[Finding]:
    for word, meaning in (rule.values or {}).items():
        yield from _word_findings(column, meaning, (*place, "values", word))
    if rule.take == "first" and rule.split is None:
        yield Finding((*place, "take"), "says which part of a split cell, so it needs `split`")
    if rule.pseudonym and column.type != "id":
        yield Finding((*place, "pseudonym"), f"makes an id; {column.name} is a {column.type}")
    if rule.id_form is not None and column.type != "id":
        yield Finding((*place, "id_form"), f"is said of an id; {column.name} is a {column.type}")
    if rule.complete and not rule.joined:
        yield Finding((*place, "complete"), "is said of columns that `and` joins")
    if rule.percent and column.type != "number":
        yield Finding((*place, "percent"), f"is said of a number; {column.name} is a {column.type}")
    if rule.default is not None:
        yield from _word_findings(column, rule.default, (*place, "default"))


def _word_findings(column: EntityColumn, word: str, place: Place) -> Iterator[Finding]:
    if column.allowed and word not in column.allowed and word != UNMAPPED:
        yield Finding(place, f"{word!r} is no {column.name}; possible: {', '.join(column.allowed)}")


def _key_findings(feed: Feed, entity: Entity, place: Place) -> Iterator[Finding]:
    for index, name in enumerate(feed.key):
        column = entity.columns.get(name)
        if column is None or (name not in feed.columns and name not in feed.constants):
            yield Finding((*place, "key", index), f"{name!r} is not among the feed's columns")
        elif column.type in ("phone", "name", "private"):
            yield Finding((*place, "key", index), f"a {column.type} identifies no row; name an id or a moment")


def _return_source_findings(feed: Feed, place: Place) -> Iterator[Finding]:
    if feed.entity == "returns" and feed.return_source is None:
        yield Finding(place, "returns need a `return_source`, the name under which they are counted")
    if feed.return_source is not None and feed.entity not in _WITH_RETURN_SOURCE:
        allowed = ", ".join(_WITH_RETURN_SOURCE)
        yield Finding((*place, "return_source"), f"{feed.entity} are no returns; possible on {allowed}")
    if feed.return_source is None:
        for field, is_set in (
            ("every", feed.every != "none"),
            ("grace", feed.grace != 0),
            ("from", feed.declared_from is not None),
            ("until", feed.declared_until is not None),
            ("pauses", feed.pauses != ()),
        ):
            if is_set:
                yield Finding((*place, field), "belongs to a feed with a `return_source`")
