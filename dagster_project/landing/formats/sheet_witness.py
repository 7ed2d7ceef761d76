"""The witness of a worksheet: its `<row>` elements, counted in the bytes of its XML, by no spreadsheet library.

Tells which rows hold something and how far the cells reach, before a reader makes room for them. Reads no value.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from dagster_project.errors import UnreadableFile

from ..inspection_result import MAX_RECORD_BYTES
from .limits import MAX_SHEET_CELLS, MAX_SHEET_COLUMNS, MAX_SHEET_ROWS

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row\s*>)", re.DOTALL)
_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_NUMBER = re.compile(rb"""\br=["'](\d{1,9})["']""")
_CONTENT = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_ERROR = re.compile(rb"""\bt=["']e["']""")
# A cell with content, and its column's letters where it names them.
_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s(?:[^>]*?\br=["']([A-Za-z]{1,3})\d)?[^>]*)?(?<!/)>""")
_WHOLE_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?c\s*>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?[vt](?:\s[^>]*)?>([^<]+)<")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\s*(?:/>|>(.*?)</(?:\w+:)?si\s*>)", re.DOTALL)
_LONGEST_TAG = 64
_SAVE_AGAIN = "Open it in a spreadsheet and save it again, or export it as csv."


@dataclass
class SheetWitness:
    """What a sheet's XML holds: the numbers of the rows with content, how many of its cells hold an error."""

    filled_rows: list[int] = field(default_factory=list)
    errors: int = 0
    columns: int = 0

    @property
    def last_row(self) -> int:
        """The number of the last row with content; 0 of an empty sheet."""
        return self.filled_rows[-1] if self.filled_rows else 0


def witness_sheet(pieces: Iterable[bytes], shown: Path) -> SheetWitness:
    """Count the rows of a sheet.

    Args:
        pieces: the bytes of its XML.
        shown: how messages call it.

    Raises:
        UnreadableFile: rows out of order, or more rows, columns or cells than can be read.
    """
    witness = SheetWitness()
    letters: set[bytes] = set()
    widest = 0
    for number, body in _rows(pieces, shown):
        if not _CONTENT.search(body):
            continue
        cells = _CELL.findall(body)
        letters.update(cells)
        widest = max(widest, len(cells))
        witness.errors += len(_ERROR.findall(body))
        witness.filled_rows.append(number)
    witness.columns = max([widest, *map(_column_number, letters)])
    if witness.columns > MAX_SHEET_COLUMNS or witness.columns * witness.last_row > MAX_SHEET_CELLS:
        raise UnreadableFile(
            f"{shown}: {witness.last_row} rows of {witness.columns} columns are more cells than can be read of a "
            f"sheet ({MAX_SHEET_CELLS}, in {MAX_SHEET_COLUMNS} columns).",
            "Export it as csv; or look whether a cell far out holds something.",
        )
    return witness


def require_empty_rows(
    numbers: Collection[int], pieces: Iterable[bytes], shared_texts: Iterable[bytes], shown: Path
) -> None:
    """Hold rows with cells against a reader that found nothing in them: only errors and empty texts may be there.

    Raises:
        UnreadableFile: a row holds a value, so the reader has lost it.
    """
    empty_texts: set[bytes] | None = None
    for number, body in _rows(pieces, shown):
        if number not in numbers:
            continue
        for attributes, content in _WHOLE_CELL.findall(body):
            kind = _TYPE.search(attributes)
            value = _VALUE.search(content)
            if value is None or (kind is not None and kind[1] == b"e"):
                continue
            if kind is not None and kind[1] == b"s":
                empty_texts = _empty_texts(shared_texts, shown) if empty_texts is None else empty_texts
                if value[1].strip() in empty_texts:
                    continue
            raise UnreadableFile(f"{shown}, row {number}: the sheet holds a value that was not read.", _SAVE_AGAIN)


def _rows(pieces: Iterable[bytes], shown: Path) -> Iterator[tuple[int, bytes]]:
    """Number and content of each row, in order."""
    buffer, number, enough = b"", 0, 0
    for piece in chain(pieces, [b""]):
        buffer += piece
        if piece and len(buffer) < enough:
            continue  # a row of many pieces is not looked through once for each of them
        end = 0
        for match in _ROW.finditer(buffer):
            named = _NUMBER.search(match[1])
            following = int(named[1]) if named else number + 1
            if following <= number or following > MAX_SHEET_ROWS:
                raise UnreadableFile(f"{shown}: its rows are not in order after row {number}.", _SAVE_AGAIN)
            number, end = following, match.end()
            yield number, match[2] or b""
        start = _ROW_START.search(buffer, end)
        buffer = buffer[start.start() if start else max(end, len(buffer) - _LONGEST_TAG) :]
        enough = 2 * len(buffer)
        if len(buffer) > MAX_RECORD_BYTES:
            raise UnreadableFile(f"{shown}: row {number + 1} is longer than {MAX_RECORD_BYTES} bytes.", _SAVE_AGAIN)
    if _ROW_START.search(buffer):
        raise UnreadableFile(f"{shown}: ends within row {number + 1}.", _SAVE_AGAIN)


def _empty_texts(pieces: Iterable[bytes], shown: Path) -> set[bytes]:
    """The numbers of the shared texts that are empty."""
    found: set[bytes] = set()
    buffer, count = b"", 0
    for piece in pieces:
        buffer += piece
        end = 0
        for match in _SHARED_TEXT.finditer(buffer):
            if not _VALUE.search(match[1] or b""):
                found.add(str(count).encode())
            count, end = count + 1, match.end()
        buffer = buffer[end:]
        if len(buffer) > MAX_RECORD_BYTES:
            raise UnreadableFile(f"{shown}: a text is longer than {MAX_RECORD_BYTES} bytes.", _SAVE_AGAIN)
    return found


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
