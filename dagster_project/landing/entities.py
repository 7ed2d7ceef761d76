"""The entities that a feed may fill, read from `entities.yml`, and the physical columns that landing writes.

Holds shapes only: how a value is cast or hashed stands in the SQL of landing.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

ColumnType = Literal[
    "text",
    "category",
    "id",
    "moment",
    "timestamp",
    "date",
    "money",
    "number",
    "integer",
    "boolean",
    "email",
    "phone",
    "name",
    "domain",
    "private",
]

SYSTEM_COLUMNS: tuple[tuple[str, str], ...] = (
    ("_key", "bigint"),
    ("_content", "bigint"),
    ("_key_is_null", "boolean"),
    ("_version_at", "timestamp"),
    ("_exported_at", "timestamp"),
    ("_part", "varchar"),
    ("_return_source", "varchar"),
    ("_contract", "varchar"),
    ("_feed", "varchar"),
    ("_system", "varchar"),
    ("_delivery_id", "varchar"),
    ("_member", "varchar"),
    ("_row_number", "bigint"),
)

# Suffix and type of each physical column; `phone` and `name` depend on the entity (see Entity.value_columns).
_PHYSICAL: dict[str, tuple[tuple[str, str], ...]] = {
    "text": (("", "varchar"),),
    "category": (("", "varchar"),),
    "id": (("", "varchar"), ("_key", "bigint")),
    "timestamp": (("", "timestamp"),),
    "date": (("", "date"),),
    "money": (("", "decimal(18,6)"),),
    "number": (("", "decimal(18,6)"),),
    "integer": (("", "bigint"),),
    "boolean": (("", "boolean"),),
    "email": (("_key", "bigint"), ("_domain", "varchar"), ("_domain_key", "bigint")),
    "domain": (("", "varchar"), ("_key", "bigint")),
    "name": (),
    "private": (),
}
PERSONAL_TYPES = frozenset({"email", "phone", "name", "private"})


@dataclass(frozen=True)
class EntityColumn:
    """One column that a feed may fill."""

    name: str
    type: ColumnType
    is_required: bool = False
    allowed: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether its plain value stays out of the landed rows."""
        return self.type in PERSONAL_TYPES

    @property
    def stem(self) -> str:
        """The name without `_at`: what `<stem>_is_date_only` is made of."""
        return self.name.removesuffix("_at")


@dataclass(frozen=True)
class Entity:
    """What one kind of landed row holds."""

    name: str
    columns: dict[str, EntityColumn]
    moment: str | None = None

    def physical_columns(self, column: EntityColumn) -> list[tuple[str, str]]:
        """Name and DuckDB type of what landing writes for one column."""
        if column.type == "moment":
            return [(column.name, "timestamp"), (f"{column.stem}_is_date_only", "boolean")]
        if column.type == "phone":
            names = [other for other in self.columns.values() if other.type == "name"]
            key = [(f"{column.name}_name_key", "bigint")] if names else []
            return [(f"{column.name}_country", "varchar"), *key]
        return [(column.name + suffix, duckdb_type) for suffix, duckdb_type in _PHYSICAL[column.type]]

    def value_columns(self) -> list[tuple[str, str]]:
        """Name and DuckDB type of the landed columns that hold values, in the entity's order."""
        return [physical for column in self.columns.values() for physical in self.physical_columns(column)]

    def landed_columns(self) -> list[tuple[str, str]]:
        """Name and DuckDB type of every landed column: the values, then the system columns."""
        return [*self.value_columns(), *SYSTEM_COLUMNS]


@cache
def _document() -> dict[str, Any]:
    path = Path(__file__).with_name("entities.yml")
    return cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))


def entity_schema_version() -> int:
    """The version of the landed shape; a change lands every delivery again."""
    return int(_document()["version"])


@cache
def load_entities() -> dict[str, Entity]:
    """All entities by name, in the order of `entities.yml`."""
    return {name: _entity(name, entry) for name, entry in _document()["entities"].items()}


def _entity(name: str, entry: dict[str, Any]) -> Entity:
    columns = {column: _column(column, rule) for column, rule in entry["columns"].items()}
    return Entity(name=name, columns=columns, moment=entry.get("moment"))


def _column(name: str, rule: dict[str, Any]) -> EntityColumn:
    return EntityColumn(
        name=name,
        type=rule["type"],
        is_required=bool(rule.get("required", False)),
        allowed=tuple(rule.get("allowed", ())),
    )
