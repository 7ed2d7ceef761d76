"""What an injury is, and the ways to inflict one on a played workspace.

Holds the vocabulary of the lists of injuries, one list per stage of the pipeline. An injury is done to a copy; what
reads the injured thing is built again, as the same run would have built it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from played import Played
from played_models import Change

Deed = Callable[[Played], None]


@dataclass(frozen=True)
class Injury:
    """Something that goes wrong, and how."""

    name: str
    deed: Deed

    def __str__(self) -> str:
        return self.name


def model(name: str, node: str, change: Change) -> Injury:
    """A model is written wrongly: its SQL is changed, and it and all below are built."""
    return Injury(name, lambda played: played.rebuild(node, altered={node: change}))


def landed(name: str, entity: str, query: str) -> Injury:
    """What landing gives of an entity is not what was delivered; `query` selects from `landed`."""

    def deed(played: Played) -> None:
        played.execute(
            "create schema if not exists injured;"
            f"create or replace table injured.{entity} as from landing.{entity};"
            f"create or replace view landing.{entity} as "
            f"with landed as (from warehouse.injured.{entity}) {query}"
        )
        played.rebuild_after(f"landing.{entity}")

    return Injury(name, deed)


def done(name: str, sql: str) -> Injury:
    """What stands in a mart is changed after it was written."""
    return Injury(name, lambda played: played.execute(sql))


def noted(name: str, table: str, sql: str) -> Injury:
    """What landing noted beside the rows is wrong."""

    def deed(played: Played) -> None:
        before = played.query(f"from landing.{table}")
        played.execute(sql)
        assert played.query(f"from landing.{table}") != before, "nothing was injured"
        played.rebuild_after(f"landing.{table}")

    return Injury(name, deed)


def without(condition: str) -> Change:
    """The rows that fulfil the condition are lost."""
    judged = f"select *, coalesce({condition}, false) as is_lost"
    return lambda sql: f"select * exclude (is_lost) from ({judged} from (\n{sql}\n)) where not is_lost"


def twice(condition: str) -> Change:
    """The rows that fulfil the condition stand there twice."""
    return lambda sql: f"with injured as (\n{sql}\n) from injured union all from injured where {condition}"


def otherwise(*columns: str) -> Change:
    """Columns hold something else: each as `expression as column`."""
    return lambda sql: f"select * replace ({', '.join(columns)}) from (\n{sql}\n)"


def of_first(key: str, altered: str, column: str, condition: str = "true") -> str:
    """`column` altered in the row of the smallest key among those that fulfil `condition`, as for `otherwise`."""
    return f"case when {first(key, condition)} then {altered} else {column} end as {column}"


def first(key: str, condition: str = "true") -> str:
    """The condition that holds for the row of the smallest key among those that fulfil `condition`."""
    return f"{key} = min({key}) filter (where {condition}) over ()"
