"""The header of a file that no contract has claimed yet, read from its beginning only.

Holds the peeking, bounded whatever the file is; a file whose header cannot be told has none. Knows no contract.
"""

import json
import zlib
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import python_calamine

from dagster_project.confinement import confine
from dagster_project.errors import AmorceError

from .formats.archive import archive_entries, inflate
from .formats.detection import kind_of
from .formats.limits import InflationGuard
from .formats.sheet_witness import witness_sheet
from .formats.workbook import Workbook
from .sql import quote_value

PEEKED_BYTES = 64 * 1024
_SEARCHED_ROWS = 50
# calamine holds a whole sheet: of a larger workbook the header is not worth that.
_MOST_WORKBOOK_BYTES = 5_000_000
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_GLOB_CHARACTERS = frozenset("*?[]{}")


def first_bytes(path: Path) -> bytes:
    """The beginning of a text file, unpacked where it is packed; empty where there is no text to see."""
    try:
        kind = kind_of(path)
        with path.open("rb") as file:
            if kind == "text":
                return file.read(PEEKED_BYTES)
            if kind == "gzip":
                return zlib.decompressobj(_GZIP_WINDOW).decompress(file.read(PEEKED_BYTES), PEEKED_BYTES)
            if kind == "zip":
                entry = archive_entries(path, path)[0]
                return b"".join(islice(inflate(file, entry, InflationGuard(path), path), 1))[:PEEKED_BYTES]
    except (AmorceError, OSError, zlib.error, IndexError):
        return b""  # damaged, harmful, empty or gone: what is known of its name is said all the same
    return b""


def fields_of(path: Path, start: bytes) -> list[str] | None:
    """The columns of a file that names them otherwise than in a line of text; None where it does not.

    Args:
        path: the file.
        start: its `first_bytes`.
    """
    try:
        kind = kind_of(path)
        if kind == "parquet":
            return _parquet_columns(path)
        if kind == "workbook":
            return _widest_row(path)
    except (AmorceError, OSError, duckdb.Error, python_calamine.CalamineError):
        return None
    return _json_fields(start)


def _parquet_columns(path: Path) -> list[str] | None:
    if _GLOB_CHARACTERS & set(str(path)):
        return None
    with duckdb.connect() as con:
        confine(con, [path.resolve().parent])
        return list(con.sql(f"select * from read_parquet({quote_value(str(path))}, hive_partitioning = false)").columns)


def _widest_row(path: Path) -> list[str] | None:
    """Of the first sheet's first rows the one with most texts: titles above a header have fewer."""
    workbook = Workbook(path)
    sheets = workbook.sheets()
    if not sheets or path.stat().st_size > _MOST_WORKBOOK_BYTES:
        return None
    witness_sheet(workbook.pieces(sheets[0].part), path)
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        rows = list(islice(book.get_sheet_by_name(sheets[0].name).iter_rows(), _SEARCHED_ROWS))
    texts = [[cell if isinstance(cell, str) else "" for cell in row] for row in rows]
    return max(texts, key=lambda row: sum(map(bool, row)), default=None)


def _json_fields(start: bytes) -> list[str] | None:
    """The fields of the first item of a list or of the first line, nested ones by their path."""
    text = start.decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n").removeprefix("[").lstrip()
    if not text.startswith("{"):
        return None
    try:
        item, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return list(_paths(item, "")) if isinstance(item, dict) else None


def _paths(item: dict[str, Any], prefix: str) -> dict[str, None]:
    found: dict[str, None] = {}
    for name, value in item.items():
        found |= _paths(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": None}
    return found
