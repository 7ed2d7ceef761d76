"""The names under which an entity's columns are known, and what words in their cells mean.

Holds the gathering from the built-in contracts and from `vocabulary.yml`; every header that a contract knows helps to
read a file that none does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dagster_project.landing.contract import load_contracts, normalise_word
from dagster_project.landing.contract_yaml import read_document
from dagster_project.landing.entities import load_entities
from dagster_project.resources import builtin_contracts_dir

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINTS = re.compile(r"[\s_\-./:#]+")


def plain_name(header: str) -> str:
    """A header as words in small letters: `CustomerID`, `customer_id` and `Customer Id` are one."""
    apart = _HUMP.sub(" ", header)
    return _JOINTS.sub(" ", normalise_word(apart)).strip()


@dataclass(frozen=True)
class EntityWords:
    """What is known of one entity; see `vocabulary.yml`.

    Attributes:
        names: column → plain names of headers that fill it.
        meanings: column → word in its cells → what it means.
    """

    needs: tuple[tuple[str, ...], ...]
    file: frozenset[str]
    constants: Mapping[str, str]
    keys: tuple[tuple[str, ...], ...]
    source: str | None
    names: dict[str, set[str]] = field(default_factory=dict)
    meanings: dict[str, dict[str, str]] = field(default_factory=dict)


@cache
def entity_words() -> dict[str, EntityWords]:
    """Every entity that can be drafted."""
    found = {name: _declared(entry) for name, entry in _document()["entities"].items()}
    for contract in load_contracts(builtin_contracts_dir()).values():
        for feed in contract.feeds.values():
            known = found.get(feed.entity)
            if known is None:
                continue
            for column, rule in feed.columns.items():
                if rule.pseudonym:
                    continue
                if rule.values is None:
                    headers = {plain_name(name) for name in (*rule.headers, *(rule.otherwise or ()))}
                    known.names.setdefault(column, set()).update(headers)
                elif load_entities()[feed.entity].columns[column].type == "category":
                    words = {normalise_word(word): meaning for word, meaning in rule.values.items() if "*" not in word}
                    known.meanings.setdefault(column, {}).update(words)
                    if not rule.joined:
                        known.names.setdefault(column, set()).update(plain_name(name) for name in rule.headers)
    return found


@cache
def direction_words() -> tuple[set[str], dict[str, str]]:
    """Headers and words that tell calls that came in from calls that went out, as the phone log knows them."""
    contract = load_contracts(builtin_contracts_dir())["phone_log"]
    (condition,) = contract.feeds["returns"].when
    words = {normalise_word(word): meaning for word, meaning in (condition.values or {}).items()}
    return {plain_name(name) for name in condition.headers}, words


def totals() -> dict[str, Any]:
    """How columns of totals are named."""
    return dict(_document()["totals"])


def cohorts() -> dict[str, list[str]]:
    """How columns of a retention table are named."""
    return dict(_document()["cohorts"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = read_document(Path(__file__).with_name("vocabulary.yml")).data
    return document


def _declared(entry: dict[str, Any]) -> EntityWords:
    return EntityWords(
        needs=tuple(tuple(group) for group in entry["needs"]),
        file=frozenset(entry.get("file", ())),
        constants=entry.get("constants", {}),
        keys=tuple(tuple(key) for key in entry.get("keys", ())),
        source=entry.get("source"),
        names={column: {plain_name(word) for word in words} for column, words in entry.get("words", {}).items()},
    )
