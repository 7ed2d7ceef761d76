"""What every section of the report consists of.

Holds the shape only: a section is data, so that the page can render all of them alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dagster_project.report.tables import Table


@dataclass(frozen=True)
class Key:
    """One entry of a legend; the page writes legends, because those of Vega do not wrap on a phone."""

    label: str
    colour: str
    form: Literal["box", "line", "dashes"] = "box"


@dataclass(frozen=True)
class Figure:
    """A chart: its title as a finding, what it shows in words (for those who cannot see it), its Vega-Lite spec."""

    title: str
    description: str
    spec: dict[str, Any]
    legend: Sequence[Key] = ()


@dataclass(frozen=True)
class Card:
    """A claim: what the books say, what these data say, and the verdict."""

    statement: str
    verdict: str
    verdict_words: str
    benchmark: str
    measured: str
    reason: str


@dataclass(frozen=True)
class Section:
    """One section. `empty` says why there is nothing to show; the figures are then left out."""

    name: str
    title: str
    lead: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    empty: str = ""
    cards: Sequence[Card] = ()
