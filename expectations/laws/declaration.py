"""The declaration of the laws: number, name, sentence, message. Holds its model and its reading; runs no SQL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Law(BaseModel):
    """One law: what must hold, and the words for when it does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int
    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    """Value of `law_results.law`."""
    sentence: str
    """What must hold, in the words of somebody who reads the report."""
    unit: str
    """What is counted: records, rows, returns …"""
    message: str
    """What to say of a row that differs; may use {expected} {found} {lost} {keys} {first_keys}."""
    asks: Annotated[str, Field(alias="next")]
    """What to do next."""
    by_publication: bool = False
    """True for the law that compares two files: publication fills it, not the SQL of this folder."""

    @property
    def file_name(self) -> str:
        """The file that holds this law's SQL."""
        return f"law_{self.number}_{self.name}.sql"

    def sql(self) -> str:
        """The query: source, period, expected, found, first_keys; one row per source and period."""
        return read_sql(self.file_name)


@cache
def load_laws() -> tuple[Law, ...]:
    """All declared laws, in the order in which they are checked.

    Raises:
        ValueError: two laws share a name.
    """
    text = resources.files(__package__).joinpath("laws.yml").read_text(encoding="utf-8")
    declared: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    laws = tuple(Law.model_validate(entry) for entry in declared["laws"])
    names = [law.name for law in laws]
    if len(set(names)) != len(names):
        raise ValueError("laws.yml declares a law twice")
    return laws


def read_sql(name: str, words: Mapping[str, str] | None = None) -> str:
    """The text of the SQL file `name` beside this module, with each `{word}` of `words` put in."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    for word, meaning in (words or {}).items():
        text = text.replace(f"{{{word}}}", meaning)
    return text
