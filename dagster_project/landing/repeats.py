"""Rows without a natural key that equal each other: each takes its number among its equals into its key.

Twice in one file is two facts, and the same two in a later file are their duplicates. Holds this second pass only; the
first pass calls every row the first of its kind, which is true of almost all files.
"""

from pathlib import Path

import duckdb

from .feed_model import FeedPlan
from .feed_relation import LandedColumn, content_key
from .parquet import PARQUET
from .sql import quote_name, quote_value


def repeats_sql(plan: FeedPlan) -> str:
    """How many rows without a natural key equal an earlier one: an aggregate over a file of landed rows."""
    keyless = " filter (_key_is_null)" if plan.feed.key else ""
    return f"count(*){keyless} - count(distinct _content){keyless}"


def number_repeats(
    con: duckdb.DuckDBPyConnection, plan: FeedPlan, landed: list[LandedColumn], target: Path, system: str
) -> None:
    """Rewrite the keys of repeated rows in a file of landed rows."""
    file = f"read_parquet({quote_value(str(target))}, file_row_number = true)"
    keyless = "where _key_is_null" if plan.feed.key else ""
    con.execute(
        "create or replace temp table repeats as select file_row_number, occurrence from (select file_row_number, "
        f"row_number() over (partition by _content order by _row_number, file_row_number) as occurrence from {file} "
        f"{keyless}) where occurrence > 1"
    )
    key = content_key(plan.entity.name, system, "landed._content", "repeats.occurrence")
    columns = ", ".join(
        f"case when repeats.occurrence is null then landed._key else {key} end as _key"
        if column.name == "_key"
        else f"landed.{quote_name(column.name)}"
        for column in landed
    )
    numbered = target.with_suffix(".numbered")
    con.execute(
        f"copy (select {columns} from {file} as landed left join repeats using (file_row_number) "
        f"order by landed.file_row_number) to {quote_value(str(numbered))} {PARQUET}"
    )
    numbered.replace(target)
