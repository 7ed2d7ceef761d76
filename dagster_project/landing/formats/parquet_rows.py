"""Rows of a Parquet file as records: DuckDB reads them, every value becomes text, nested fields by dotted path.

Holds the choice of text for each type; the count to hold it against comes from `parquet_footer`.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path

import duckdb
from duckdb.sqltypes import DuckDBPyType

from dagster_project.confinement import confine
from dagster_project.errors import UnreadableFile

from ..inspection_result import MAX_COLUMNS, MAX_RECORD_BYTES
from ..sql import quote_name, quote_value
from .json_rows import LIST_SEPARATOR
from .limits import InflationGuard
from .numbers import DecimalSigns
from .parquet_footer import footer_rows
from .plain_file import PlainFile

_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": "false"}
_FRACTIONAL = ("float", "double", "decimal")
_WITHOUT_TEXT = ("struct", "map", "union", "list", "array")
_PLAIN_MOMENT = "%Y-%m-%d %H:%M:%S"
_EXACT_MOMENT = "%Y-%m-%dT%H:%M:%S.%f"


def write_parquet_records(path: Path, signs: DecimalSigns, shown: Path, tmp_dir: Path) -> PlainFile:
    """Write the rows of a Parquet file as plain records.

    Raises:
        UnreadableFile: damaged, encrypted, larger than an export is, or a value of more than 16 MB.
    """
    rows = footer_rows(path, shown)
    tmp_dir.mkdir(parents=True, exist_ok=True)
    link = tmp_dir / f"parquet-{uuid.uuid4().hex}.parquet"  # DuckDB takes some signs of a name for patterns
    link.symlink_to(path.resolve())
    file = f"read_parquet({quote_value(str(link))}, hive_partitioning = false)"
    try:
        with PlainFile(tmp_dir) as plain, duckdb.connect(config=_CONFIGURATION) as con:
            con.execute("set timezone = 'UTC'")
            confine(con, [tmp_dir, path.resolve().parent])
            columns = _columns(con, file, signs)
            InflationGuard(shown).declare(path.stat().st_size, rows * len(columns))
            _refuse_size(con, file, columns, path.stat().st_size, shown)
            selected = ", ".join(f"{sql} as {quote_name(name)}" for name, sql in columns.items())
            con.execute(f"copy (select {selected} from {file}) to {quote_value(str(plain.path))} (format csv, header)")
    except duckdb.Error as error:
        raise UnreadableFile(
            f"{shown}: DuckDB cannot read it ({type(error).__name__}).", "Export it again; it may be damaged."
        ) from None
    finally:
        link.unlink()
    plain.records = rows  # by the footer: the lines that DuckDB wrote have to be as many
    return plain


def _columns(con: duckdb.DuckDBPyConnection, file: str, signs: DecimalSigns) -> dict[str, str]:
    """Name → SQL of its text, for every column; the fields of a struct count as columns."""
    relation = con.sql(f"select * from {file}")
    columns: dict[str, str] = {}
    for name, kind in zip(relation.columns, relation.types, strict=True):
        columns.update(_leaves(name, quote_name(name), kind, signs))
    return columns


def _leaves(name: str, sql: str, kind: DuckDBPyType, signs: DecimalSigns) -> Iterator[tuple[str, str]]:
    if kind.id == "struct":
        for field, inner in _children(kind):
            yield from _leaves(f"{name}.{field}", f"struct_extract({sql}, {quote_value(field)})", inner, signs)
    else:
        yield name, _text(sql, kind, signs.of_column(name))


def _text(sql: str, kind: DuckDBPyType, sign: str) -> str:
    """A value as the text that a JSON file would give; moments in the forms of `typed_dates`."""
    if kind.id == "list" and _children(kind)[0][1].id not in _WITHOUT_TEXT:
        inner = _text("part", _children(kind)[0][1], sign)
        parts = f"list_transform({sql}, lambda part: coalesce({inner}, ''))"
        separator = quote_value(LIST_SEPARATOR)
        has_separator = f"len(list_filter({parts}, lambda part: contains(part, {separator}))) > 0"
        return f"case when {has_separator} then {_as_json(sql)} else array_to_string({parts}, {separator}) end"
    if kind.id in _WITHOUT_TEXT:
        return _as_json(sql)
    if kind.id == "timestamp with time zone":
        return f"strftime(timezone('UTC', {sql}), {quote_value(_EXACT_MOMENT + 'Z')})"
    if kind.id.startswith("timestamp"):
        moment = f"cast({sql} as timestamp)"
        is_whole = f"microsecond({moment}) % 1000000 = 0"
        forms = [f"strftime({moment}, {quote_value(form)})" for form in (_PLAIN_MOMENT, _EXACT_MOMENT)]
        return f"case when {is_whole} then {forms[0]} else {forms[1]} end"
    text = f"cast({sql} as varchar)"
    if kind.id in _FRACTIONAL:
        exact = f"cast(try_cast({sql} as decimal(38, 12)) as varchar)"
        text = f"case when contains({text}, 'e') then {exact} else {text} end"
        text = text if kind.id == "decimal" else f"regexp_replace({text}, '\\.0+$', '')"
        text = text if sign == "." else f"replace({text}, '.', {quote_value(sign)})"
    return text


def _children(kind: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    return [(name, inner) for name, inner in kind.children if isinstance(inner, DuckDBPyType)]


def _as_json(sql: str) -> str:
    return f"cast(to_json({sql}) as varchar)"


def _refuse_size(con: duckdb.DuckDBPyConnection, file: str, columns: dict[str, str], size: int, shown: Path) -> None:
    """A few bytes of Parquet can say that a billion rows hold the same megabyte."""
    if len(columns) > MAX_COLUMNS:
        raise UnreadableFile(f"{shown}: has more than {MAX_COLUMNS} columns.", "Export fewer of them.")
    lengths = ", ".join(f"coalesce(strlen({sql}), 0)" for sql in columns.values())
    found = con.execute(
        f"select max(length), sum(length) from (select list_sum([{lengths}]) as length from {file})"
    ).fetchone()
    longest, total = found or (0, 0)
    if (longest or 0) > MAX_RECORD_BYTES:
        raise UnreadableFile(f"{shown}: a row is longer than {MAX_RECORD_BYTES} bytes.", "Export fewer columns.")
    InflationGuard(shown).declare(size, int(total or 0))
