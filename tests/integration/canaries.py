"""Sample exports with canaries: values that no output may ever show, in every column that holds text.

Holds the writing of them and the search for them. A canary stands in a record of its own, the copy of a real one, so
that all other cells are read as they always are.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from dagster_project.landing.contract import Contract, normalise_word
from dagster_project.landing.entities import load_entities
from dagster_project.landing.matching import match_files

PERSONAL = "zzcanary"
"""Stands in personal columns, in free text and in columns that no contract names: nowhere else but in the side file."""
WORD = "zzword"
"""Stands in columns of text that land as they are, such as the name of a campaign: no page may show it as markup."""
PHONE = "698765432"
_MARKUP = "<script>alert('{}')</script>"
_VALUES = {
    "email": f"{PERSONAL}@example.org",
    "phone": f"+33{PHONE}",
    "name": PERSONAL.title() + _MARKUP.format(PERSONAL),
    "private": _MARKUP.format(PERSONAL),
    "unnamed": _MARKUP.format(PERSONAL),
    "text": _MARKUP.format(WORD),
    "id": _MARKUP.format(WORD),
    "category": _MARKUP.format(WORD),
}
_MOST_REJECTED = 4


def add_canaries(inbox: Path, contracts: Mapping[str, Contract]) -> set[str]:
    """Write canaries into every file of the inbox; returns the kinds of columns that took one."""
    kinds = set()
    for path, contract in match_files(inbox, contracts).matched:
        rows, encoding, delimiter = _read(path)
        added = []
        for position, header in enumerate(rows[0]):
            kind = _kind_of(contract, header)
            if kind is not None and len(rows) > 1:
                kinds.add(kind)
                added.append([*rows[1][:position], _VALUES[kind], *rows[1][position + 1 :]])
        _write(path, [*rows[:2], *added, *rows[2:]], encoding, delimiter)
    return kinds


def add_unreadable_canaries(path: Path, column: str) -> None:
    """Write canaries where a date is due, and records of the wrong width: they are rejected."""
    rows, encoding, delimiter = _read(path)
    position = rows[0].index(column)
    wrong = [[*rows[1][:position], _MARKUP.format(PERSONAL), *rows[1][position + 1 :]]] * (_MOST_REJECTED // 2)
    ragged = [[f"{PERSONAL}@example.org"]] * (_MOST_REJECTED // 2)
    _write(path, [*rows, *wrong, *ragged], encoding, delimiter)


def _kind_of(contract: Contract, header: str) -> str | None:
    """What a column holds, the most personal meaning first; None where a canary would only be refused."""
    kinds = set()
    for feed in contract.feeds.values():
        entity = load_entities()[feed.entity]
        for name, rule in feed.columns.items():
            if normalise_word(header) in map(normalise_word, rule.all_headers):
                kind = "private" if rule.pseudonym else entity.columns[name].type
                is_refused = kind == "category" and contract.policy(rule) != "keep"
                kinds.add("refused" if is_refused else kind)
    if not kinds:
        return None if normalise_word(header) in _deciding_words(contract) else "unnamed"
    return next((kind for kind in _VALUES if kind in kinds), None) if "refused" not in kinds else None


def _deciding_words(contract: Contract) -> set[str]:
    headers = [*(contract.exported_at.headers or ())]
    headers += contract.mode.part.headers or () if contract.mode.part else ()
    for feed in contract.feeds.values():
        headers += [header for when in feed.when for header in when.headers]
        headers += feed.version_at.headers if feed.version_at else ()
        headers += feed.return_source.headers or () if feed.return_source else ()
    return {normalise_word(header) for header in headers}


def _read(path: Path) -> tuple[list[list[str]], str, str]:
    content = path.read_bytes()
    try:
        text, encoding = content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = content.decode("cp1252"), "cp1252"
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), encoding, delimiter


def _write(path: Path, rows: list[list[str]], encoding: str, delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def shown_in(root: Path, *tokens: str) -> dict[str, set[str]]:
    """File below `root` → tokens that it shows. The inbox and the side files, which hold plain values, are left out."""
    found: dict[str, set[str]] = {}
    for path in sorted(root.rglob("*")):
        is_original = path.is_relative_to(root / "inbox") or path.name == "side.parquet"
        if path.is_file() and not path.is_symlink() and not is_original:
            text = "\n".join(_texts(path)).lower()
            shown = {token for token in tokens if token in text}
            if shown:
                found[path.relative_to(root).as_posix()] = shown
    return found


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".parquet":
        yield from _cells(duckdb.connect(), f"read_parquet('{path}')")
    elif path.suffix == ".duckdb":
        # Views hold nothing of their own: landing's show the Parquet files, the marts' show tables.
        with duckdb.connect() as con:
            con.execute(f"attach '{path}' as looked_at (read_only)")
            tables = con.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = 'looked_at'"
            ).fetchall()
            for schema, table in tables:
                yield from _cells(con, f'looked_at."{schema}"."{table}"')
    else:
        yield path.read_bytes().decode("latin-1")


def _cells(con: duckdb.DuckDBPyConnection, relation: str) -> Iterator[str]:
    """Every row as text."""
    query = f"select cast(t as varchar) from {relation} as t"
    yield from (row for (row,) in con.execute(query).fetchall())
