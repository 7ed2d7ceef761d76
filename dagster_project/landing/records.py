"""The exact record splitter: slow, one record at a time, the judge wherever the fast proof does not hold.

Rules (RFC 4180, with every departure named): a cell that begins with a quote ends at its closing quote, a doubled
quote inside is one quote; in a cell that does not begin with a quote, quotes are plain text; outside quotes a record
ends at a line feed, a carriage return, or both. Text after a closing quote, and a quote that is never closed, break
the record: nothing is guessed from it. Holds no counting and no file access.
"""

import re
from dataclasses import dataclass
from functools import cached_property

_LINE_FEED, _CARRIAGE_RETURN = 10, 13
LINE = re.compile(rb"[^\r\n]*+(?:\r\n|\n|\r|\Z)")

TEXT_AFTER_QUOTE = "text after a closing quote"
QUOTE_NEVER_CLOSED = "a quote is never closed"
AFTER_BROKEN_QUOTE = "continues a record with a broken quote"
NUL_BYTE = "holds a NUL byte"


@dataclass(frozen=True)
class Dialect:
    """The bytes that structure a file; `line_end` is the one that its first line has."""

    delimiter: bytes
    quote: bytes
    line_end: bytes = b"\n"

    @cached_property
    def quoted_cell(self) -> re.Pattern[bytes]:
        """A whole quoted cell with both its quotes."""
        quote = re.escape(self.quote)
        return re.compile(b"%b(?:[^%b]++|%b%b)*+%b" % (quote, quote, quote, quote, quote))

    @cached_property
    def plain_text(self) -> re.Pattern[bytes]:
        """Text up to a delimiter or the record's end."""
        return re.compile(rb"[^%b\r\n]*+" % re.escape(self.delimiter))

    def cell(self, value: bytes) -> bytes:
        """A value as a cell that every reader understands."""
        if self.quote and (self.quote in value or self.delimiter in value or b"\n" in value or b"\r" in value):
            return self.quote + value.replace(self.quote, self.quote * 2) + self.quote
        return value

    def record(self, values: list[bytes]) -> bytes:
        """Values as one record with its line end."""
        if values == [b""]:
            return self.placeholder(1)
        return self.delimiter.join(self.cell(value) for value in values) + self.line_end

    def header(self, columns: int) -> bytes:
        """A first line that shows the line end before any quoted cell can hide it."""
        return self.delimiter.join(b"c%d" % number for number in range(1, columns + 1)) + self.line_end

    def placeholder(self, columns: int) -> bytes:
        """A record of empty cells; a lone one is marked, because readers skip an empty line."""
        if columns == 1:
            return (self.quote * 2 or b" ") + self.line_end
        return self.delimiter * (columns - 1) + self.line_end


@dataclass(frozen=True)
class Record:
    """One record: where it ends, its values, and what is odd about it."""

    end: int
    values: list[bytes]
    fault: str | None
    is_regular: bool  # written so that any reader takes it as we do

    @property
    def has_inner_line_end(self) -> bool:
        """Whether a line ends inside one of its quoted cells."""
        return any(b"\n" in value or b"\r" in value for value in self.values)


def split_record(buffer: bytes, start: int, dialect: Dialect, is_last: bool) -> Record | None:
    """The record that begins at `start`.

    Args:
        buffer: bytes in an encoding that keeps ASCII.
        start: where the record begins; less than the buffer's length.
        dialect: delimiter and quote.
        is_last: whether the file ends with this buffer.

    Returns:
        the record, or None when more bytes are needed to tell where it ends.
    """
    values: list[bytes] = []
    fault: str | None = None
    is_regular = True
    position, length, quote = start, len(buffer), dialect.quote
    while True:
        if quote and buffer.startswith(quote, position):
            cell = dialect.quoted_cell.match(buffer, position)
            if cell is None or (cell.end() == length and not is_last):
                return None if not is_last else Record(length, values, fault or QUOTE_NEVER_CLOSED, False)
            values.append(buffer[position + 1 : cell.end() - 1].replace(quote * 2, quote))
            position = cell.end()
            rest = _plain_end(buffer, position, dialect)
            if rest > position:
                fault, position = fault or TEXT_AFTER_QUOTE, rest
        else:
            end = _plain_end(buffer, position, dialect)
            values.append(buffer[position:end])
            is_regular = is_regular and not (quote and quote in values[-1])
            position = end
        if position == length:
            return Record(length, values, fault, is_regular) if is_last else None
        if buffer[position] not in (_LINE_FEED, _CARRIAGE_RETURN):
            position += 1
            continue
        if buffer[position] == _CARRIAGE_RETURN:
            if position + 1 == length and not is_last:
                return None
            if buffer.startswith(b"\n", position + 1):
                position += 1
        line_end = b"\r\n" if buffer.endswith(b"\r\n", start, position + 1) else buffer[position : position + 1]
        return Record(position + 1, values, fault, is_regular and line_end == dialect.line_end)


def _plain_end(buffer: bytes, position: int, dialect: Dialect) -> int:
    match = dialect.plain_text.match(buffer, position)
    return position if match is None else match.end()


def physical_lines(buffer: bytes, start: int, end: int) -> int:
    """How many lines, ended or not, lie between two positions."""
    lines = 0
    while start < end:
        match = LINE.match(buffer, start, end)
        start = end if match is None else match.end()
        lines += 1
    return lines
