"""Rows without a natural key that equal each other in several members of one file: two facts, as within one member.

Holds the numbering over members; within one member `repeats` has done it before. The same archive, or one that overlaps
it, then gives the same numbers and so the same keys: duplicates.
"""

from dataclasses import replace
from pathlib import Path

import duckdb

from .contract import Contract
from .feed_relation import content_key
from .parquet import PARQUET
from .record import FeedRecord, MemberRecord
from .sql import quote_name, quote_value
from .store import file_sha256


def number_over_members(
    con: duckdb.DuckDBPyConnection, members: list[MemberRecord], contract: Contract, folder: Path
) -> list[MemberRecord]:
    """Rewrite the keys of rows that repeat those of an earlier member.

    Args:
        con: the connection that writes.
        members: in their order, with the files that they landed in.
        contract: whose feeds they fill; tells which have a key.
        folder: of the landing.

    Returns:
        the members, with new hashes of the files that were rewritten.
    """
    feeds = [name for name in members[0].feeds if sum(member.feeds[name].landed_rows for member in members)]
    for name in feeds:
        condition = "_key_is_null" if contract.feeds[name].key else "true"
        rewritten = _number_feed(con, [member.feeds[name] for member in members], contract.system, folder, condition)
        members = [
            replace(member, feeds={**member.feeds, name: feed}) for member, feed in zip(members, rewritten, strict=True)
        ]
    return members


def _number_feed(
    con: duckdb.DuckDBPyConnection, feeds: list[FeedRecord], system: str, folder: Path, condition: str
) -> list[FeedRecord]:
    files = [folder / feed.file for feed in feeds]
    listed = ", ".join(quote_value(str(file)) for file in files)
    rows = f"read_parquet([{listed}], filename = true, file_row_number = true, union_by_name = true)"
    con.execute(
        "create or replace temp table keyless as "
        f"select filename, file_row_number, _content from {rows} where {condition}"
    )
    repeated = "select _content from keyless group by _content having count(distinct filename) > 1"
    place = f"list_position([{listed}], filename)"
    con.execute(
        "create or replace temp table renumbered as select * from (select filename, file_row_number, row_number() over "
        f"(partition by _content order by {place}, file_row_number) as occurrence from keyless "
        f"where _content in ({repeated}))"
    )
    changed = {row[0] for row in con.execute("select distinct filename from renumbered").fetchall()}
    return [
        _rewritten(con, feed, system, file) if str(file) in changed else feed
        for feed, file in zip(feeds, files, strict=True)
    ]


def _rewritten(con: duckdb.DuckDBPyConnection, feed: FeedRecord, system: str, file: Path) -> FeedRecord:
    key = content_key(feed.entity, system, "landed._content", "renumbered.occurrence")
    columns = ", ".join(
        f"case when renumbered.occurrence is null then landed._key else {key} end as _key"
        if name == "_key"
        else f"landed.{quote_name(name)}"
        for name, _ in feed.columns
    )
    path = quote_value(str(file))
    numbered = file.with_suffix(".numbered")
    con.execute(
        f"copy (select {columns} from read_parquet({path}, file_row_number = true) as landed left join "
        f"(select * from renumbered where filename = {path}) as renumbered using (file_row_number) "
        f"order by landed.file_row_number) to {quote_value(str(numbered))} {PARQUET}"
    )
    numbered.replace(file)
    return replace(feed, sha256=file_sha256(file))
