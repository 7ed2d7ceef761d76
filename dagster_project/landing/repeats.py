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


def number_repeats(con: duckdb.DuckDBPyConnection, plan: FeedPlan, landed: list[LandedColumn], target: Path) -> None:
    """Rewrite the keys of repeated rows in a file of landed rows; leave a file without repeats alone."""
    file = f"read_parquet({quote_value(str(target))}, file_row_number = true)"
    keyless = "where _key_is_null" if plan.feed.key else ""
    found = con.execute(f"select count(*) - count(distinct _content), min(_system) from {file} {keyless}").fetchone()
    if found is None or not found[0]:
        return
    con.execute(
        "create or replace temp table repeats as select file_row_number, occurrence from (select file_row_number, "
        f"row_number() over (partition by _content order by _row_number, file_row_number) as occurrence from {file} "
        f"{keyless}) where occurrence > 1"
    )
    key = content_key(plan.entity.name, str(found[1]), "landed._content", "repeats.occurrence")
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
