"""A file's records counted chunk by chunk: what can stay as it is, what is rewritten, what is set aside.

Holds the order of the proofs (chunk, line, record). Reads and writes no file.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np

from .inspection_result import DUCKDB_LINE_BYTES
from .proof import ChunkProof, examine_lines, has_blank_borders
from .records import AFTER_BROKEN_QUOTE, NUL_BYTE, Dialect, Record, physical_lines, split_record
from .set_aside import SetAside

Piece = tuple[int, int] | bytes  # a span of the chunk that stays, or the bytes that replace what was there


@dataclass
class Chunk:
    """What was made of one buffer: the pieces up to `end`; what follows belongs to the next one."""

    end: int = 0
    records: int = 0
    pieces: list[Piece] = field(default_factory=list)
    is_line_per_record: bool = True

    @property
    def is_unchanged(self) -> bool:
        """Whether every byte stays as it is."""
        return not any(isinstance(piece, bytes) for piece in self.pieces)

    def keep(self, start: int, end: int, records: int) -> None:
        """These bytes stay."""
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, tuple) and last[1] == start:
            self.pieces[-1] = (last[0], end)
        elif end > start:
            self.pieces.append((start, end))
        self.end = end
        self.records += records

    def rewrite(self, replacement: bytes, end: int, records: int = 1) -> None:
        """These bytes are replaced."""
        self.pieces.append(replacement)
        self.end = end
        self.records += records


class RecordCounter:
    """Counts a file's records and sets aside those that cannot be read."""

    def __init__(self, dialect: Dialect, columns: int) -> None:
        self.records = 0
        self.set_aside = SetAside()
        self.has_quoted_line_ends = False
        self.has_long_records = False
        self.has_blank_borders = False
        self._dialect = dialect
        self._columns = columns
        self._proof = ChunkProof(dialect, columns)

    def take(self, buffer: bytes, is_last: bool) -> Chunk:
        """Count the whole records of a buffer that begins where a record begins."""
        chunk = Chunk()
        prefix = self._proof.clean_prefix(buffer)
        if prefix is not None:
            chunk.keep(0, prefix.end, prefix.records)
            chunk.is_line_per_record = not prefix.has_quoted_line_ends
            self.has_quoted_line_ends |= prefix.has_quoted_line_ends
            self.has_long_records |= prefix.has_long_records
        if chunk.end < len(buffer) and (is_last or prefix is None):
            self._take_by_line(buffer, chunk, is_last)
        self.has_blank_borders = self.has_blank_borders or has_blank_borders(buffer[: chunk.end], self._dialect)
        self.records += chunk.records
        return chunk

    def _take_by_line(self, buffer: bytes, chunk: Chunk, is_last: bool) -> None:
        offset = chunk.end
        lines = examine_lines(buffer[offset:], self._dialect, self._columns, is_last)
        self.has_long_records |= lines.longest > DUCKDB_LINE_BYTES
        starts = (lines.starts + offset).tolist()
        borders = [*starts, len(buffer)]
        kinds = lines.are_plain + 2 * lines.are_foreign
        run_ends = [*(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(starts)]
        line: int | None = 0
        while line is not None and line < len(starts):
            run_end = run_ends[bisect_right(run_ends, line)]
            end = borders[run_end]
            if lines.are_plain[line]:
                chunk.keep(chunk.end, end, run_end - line)
                line = run_end
            elif lines.are_foreign[line]:
                self._align_line_ends(buffer, chunk, end, run_end - line)
                line = run_end
            else:
                line = self._take_by_record(buffer, chunk, starts, line, is_last)

    def _align_line_ends(self, buffer: bytes, chunk: Chunk, end: int, records: int) -> None:
        """One kind of line end for the whole file: DuckDB reads no mixture."""
        plain = buffer[chunk.end : end].replace(b"\r\n", b"\n")
        chunk.rewrite(plain.replace(b"\n", self._dialect.line_end), end, records)

    def _take_by_record(self, buffer: bytes, chunk: Chunk, starts: list[int], line: int, is_last: bool) -> int | None:
        """Split records exactly until one ends where a line begins: that line, or None where the buffer ends."""
        while chunk.end < len(buffer):
            record = split_record(buffer, chunk.end, self._dialect, is_last)
            if record is None:
                return None
            self._take_record(buffer, chunk, record)
            line = bisect_left(starts, chunk.end, line)
            if line < len(starts) and starts[line] == chunk.end:
                return line
            chunk.is_line_per_record = False
        return None

    def _take_record(self, buffer: bytes, chunk: Chunk, record: Record) -> None:
        start = chunk.end
        row_number = self.records + chunk.records + 1
        placeholder = self._dialect.placeholder(self._columns)
        self.has_long_records |= record.end - start > DUCKDB_LINE_BYTES
        if record.fault is not None:
            self._set_lines_aside(buffer, chunk, record, row_number)
        elif b"\0" in buffer[start : record.end]:
            self.set_aside.add(row_number, "rejected", NUL_BYTE)
            chunk.rewrite(placeholder, record.end)
        elif self._is_blank(buffer[start : record.end], record.values):
            self.set_aside.add(row_number, "blank", "blank line")
            chunk.rewrite(placeholder, record.end)
        elif len(record.values) != self._columns:
            reason = f"has {_cells(len(record.values))}, the header has {self._columns}"
            self.set_aside.add(row_number, "rejected", reason)
            chunk.rewrite(placeholder, record.end)
        else:
            self._keep_record(chunk, record)
        if record.fault is None and record.has_inner_line_end:
            chunk.is_line_per_record = False

    def _keep_record(self, chunk: Chunk, record: Record) -> None:
        self.has_quoted_line_ends |= record.has_inner_line_end
        if record.is_regular:
            chunk.keep(chunk.end, record.end, 1)
        else:
            chunk.rewrite(self._dialect.record(record.values), record.end)

    def _set_lines_aside(self, buffer: bytes, chunk: Chunk, record: Record, row_number: int) -> None:
        """A broken quote may have swallowed records: each line of its reach counts as one, and none is trusted."""
        lines = physical_lines(buffer, chunk.end, record.end)
        for index in range(lines):
            self.set_aside.add(row_number + index, "rejected", AFTER_BROKEN_QUOTE if index else str(record.fault))
        chunk.rewrite(self._dialect.placeholder(self._columns) * lines, record.end, lines)

    def _is_blank(self, written: bytes, values: list[bytes]) -> bool:
        """An empty line, a line of blanks where several cells are due, or nothing but delimiters."""
        if len(values) == 1 and self._columns > 1:
            return not written.strip(b" \t\r\n")
        return len(values) == self._columns and written.rstrip(b"\r\n") == self._dialect.delimiter * (self._columns - 1)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
