"""The row count that a Parquet file states in its footer, read without any Parquet library: the witness.

Reads as much of Thrift's compact protocol as the footer's first fields need (parquet-format, `FileMetaData`: 1 version,
2 schema, 3 num_rows). Holds no reading of values.
"""

import struct
from pathlib import Path

from dagster_project.errors import UnreadableFile

_MARK = b"PAR1"
_ENCRYPTED_MARK = b"PARE"
_MOST_FOOTER_BYTES = 64 * 1024 * 1024
_NUM_ROWS = 3
_MOST_NESTING = 16
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = (4, 5, 6)
_HINT = "Export it again; the file is damaged or was not sent completely."


def footer_rows(path: Path, shown: Path) -> int:
    """How many rows the footer states.

    Raises:
        UnreadableFile: no Parquet file, cut short, or encrypted.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(max(size - 8, 0))
        end = file.read()
        if _ENCRYPTED_MARK in (start, end[4:]):
            raise UnreadableFile(f"{shown}: is encrypted.", "Export it without a key.")
        if start != _MARK or end[4:] != _MARK or size < 12:
            raise UnreadableFile(f"{shown}: has no Parquet footer.", _HINT)
        length = struct.unpack("<I", end[:4])[0]
        if length > min(size - 12, _MOST_FOOTER_BYTES):
            raise UnreadableFile(f"{shown}: its footer is longer than the file.", _HINT)
        file.seek(size - 8 - length)
        footer = file.read(length)
    try:
        return _Compact(footer).number_of_field(_NUM_ROWS)
    except (IndexError, ValueError):
        raise UnreadableFile(f"{shown}: its footer is damaged.", _HINT) from None


class _Compact:
    """A reader of Thrift's compact protocol that can skip what it is not asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    def number_of_field(self, wanted: int) -> int:
        """The value of an integer field of the struct that begins here."""
        field = 0
        while (header := self._byte()) != 0:
            field = field + (header >> 4) if header >> 4 else self._zigzag()
            kind = header & 0x0F
            if field == wanted and kind in _INTEGERS:
                number = self._zigzag()
                if number < 0:
                    raise ValueError("a negative count")
                return number
            self._skip(kind, 0)
        raise ValueError("the field is missing")

    def _skip(self, kind: int, nesting: int) -> None:
        if nesting > _MOST_NESTING:
            raise ValueError("nested too deeply")
        if kind in _INTEGERS:
            self._unsigned()
        elif kind == _BYTE:
            self._byte()
        elif kind == _DOUBLE:
            self._position += 8
        elif kind == _BINARY:
            length = self._unsigned()
            self._position += length
        elif kind in (_LIST, _SET):
            self._skip_list(nesting)
        elif kind == _MAP:
            self._skip_map(nesting)
        elif kind == _STRUCT:
            self._skip_struct(nesting)
        elif kind not in (_TRUE, _FALSE):
            raise ValueError("an unknown type")

    def _skip_list(self, nesting: int) -> None:
        header = self._byte()
        count = header >> 4 if header >> 4 < 15 else self._unsigned()
        for _ in range(count):
            self._skip_element(header & 0x0F, nesting + 1)

    def _skip_map(self, nesting: int) -> None:
        count = self._unsigned()
        kinds = self._byte() if count else 0
        for _ in range(count):
            self._skip_element(kinds >> 4, nesting + 1)
            self._skip_element(kinds & 0x0F, nesting + 1)

    def _skip_element(self, kind: int, nesting: int) -> None:
        if kind in (_TRUE, _FALSE):
            self._byte()  # within a list a truth value has a byte of its own
        else:
            self._skip(kind, nesting)

    def _skip_struct(self, nesting: int) -> None:
        while (header := self._byte()) != 0:
            if not header >> 4:
                self._zigzag()
            self._skip(header & 0x0F, nesting + 1)

    def _byte(self) -> int:
        byte = self._content[self._position]
        self._position += 1
        return byte

    def _unsigned(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
            if shift > 63:
                raise ValueError("too long a number")

    def _zigzag(self) -> int:
        number = self._unsigned()
        return (number >> 1) ^ -(number & 1)
