"""The witness: one pass over a file's bytes, before any parser, that tells what is there.

It gives the bytes' hash, proves the encoding, counts the records and names those that cannot be read. A cleanly
written UTF-8 file is then read as it is; of any other one a temporary copy is written in which every record keeps its
number. Holds the order of the pass; how bytes are judged stands in `chunks`, `proof` and `records`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from dagster_project.errors import UnreadableFile

from .chunks import RecordCounter
from .contract_model import Format
from .decoding import FileChanged, Progress, Utf8Blocks
from .footers import FooterFinder
from .inspection_result import (
    MAX_RECORD_BYTES,
    Inspection,
    SetAsideRecord,
    raw_column_names,
    read_csv_sql,
)
from .preamble import Preamble, read_preamble
from .readable_copy import ReadableCopy
from .records import Dialect

__all__ = [
    "FileChanged",
    "Inspection",
    "SetAsideRecord",
    "inspect",
    "raw_column_names",
    "read_csv_sql",
]

# Small enough for the cache of a processor, and not to be asked of the system anew; larger ones take twice as long.
BLOCK_BYTES = 256 * 1024
_GLOB_CHARACTERS = frozenset("*?[]{}\\")


def inspect(
    path: Path,
    form: Format,
    tmp_dir: Path,
    progress: Progress | None = None,
    *,
    block_bytes: int = BLOCK_BYTES,
    max_record_bytes: int = MAX_RECORD_BYTES,
) -> Inspection:
    """Read a file once, byte by byte, and tell what it holds.

    Args:
        path: the delivered file; it is never changed.
        form: how the contract says that it is written.
        tmp_dir: where a readable copy and the list of records set aside may be written.
        progress: called with the number of bytes read so far.
        block_bytes: how much is held in memory at a time, besides one record.
        max_record_bytes: a record longer than this (and a block) is an error.

    Returns:
        the inspection; call its `remove_temporary_files` when it is done with.

    Raises:
        UnreadableFile: wrong encoding, no header, a record without end, or changed while it
            was read (FileChanged); names line or byte.
    """
    if form.type != "csv":
        raise UnreadableFile(f"{path}: files of type {form.type!r} cannot be read yet.", "Export it as csv.")
    blocks = Utf8Blocks(path, form.encoding, block_bytes, progress)
    stream = _Buffers(path, iter(blocks), max_record_bytes)
    preamble = _preamble(path, stream, form)
    dialect = Dialect(form.delimiter.encode(), form.quote.encode(), preamble.line_end)
    counter = RecordCounter(dialect, len(preamble.header))
    footers = FooterFinder(form.footer, dialect, len(preamble.header))
    copy = ReadableCopy(path, tmp_dir, dialect.header(len(preamble.header)))
    with copy:
        if not (blocks.is_utf8 and preamble.is_skippable):
            copy.begin(0, 0)
        _count(stream, preamble, counter, footers, copy)
        footers.move_footers(counter.set_aside)
    return _result(path, form, tmp_dir, blocks=blocks, preamble=preamble, counter=counter, copy=copy)


class _Buffers:
    """The stream as buffers that begin where a record begins."""

    def __init__(self, path: Path, blocks: Iterator[bytes], max_record_bytes: int) -> None:
        self.buffer = next(blocks, b"")
        self.start = 0  # of the buffer, in bytes of UTF-8
        self._path = path
        self._blocks = blocks
        self._next = next(blocks, None)
        self._max_record_bytes = max_record_bytes

    @property
    def is_last(self) -> bool:
        return self._next is None

    def consume(self, end: int) -> None:
        """Drop what was dealt with."""
        self.start += end
        self.buffer = self.buffer[end:]

    def extend(self, record_number: int) -> None:
        """Append the next blocks to what is left of the record that is being read; the header has number 0."""
        if len(self.buffer) > self._max_record_bytes:
            raise UnreadableFile(
                f"{self._path}: record {record_number} after the header, which begins at byte {self.start}, is longer "
                f"than {self._max_record_bytes} bytes.",
                "A quote may be missing there, or the contract names the wrong delimiter or quote.",
            )
        # At least doubled, so that a record of many blocks is not looked through once for each of them.
        parts, size, enough = [self.buffer], 0, max(len(self.buffer), 1)
        while self._next is not None and size < enough:
            parts.append(self._next)
            size += len(self._next)
            self._next = next(self._blocks, None)
        self.buffer = b"".join(parts)


def _preamble(path: Path, stream: _Buffers, form: Format) -> Preamble:
    dialect = Dialect(form.delimiter.encode(), form.quote.encode())
    while (preamble := read_preamble(path, stream.buffer, form, dialect, stream.is_last)) is None:
        stream.extend(0)
    stream.consume(preamble.end)
    return preamble


def _count(
    stream: _Buffers, preamble: Preamble, counter: RecordCounter, footers: FooterFinder, copy: ReadableCopy
) -> None:
    while True:
        if stream.buffer:
            first_row_number = counter.records + 1
            chunk = counter.take(stream.buffer, stream.is_last)
            footers.remember(first_row_number, stream.buffer, chunk)
            if not chunk.is_unchanged and not copy.has_begun:
                copy.begin(preamble.end, stream.start)
            if copy.has_begun:
                copy.write(
                    piece if isinstance(piece, bytes) else stream.buffer[piece[0] : piece[1]] for piece in chunk.pieces
                )
            stream.consume(chunk.end)
        if stream.is_last:
            return
        stream.extend(counter.records + 1)


def _result(
    path: Path,
    form: Format,
    tmp_dir: Path,
    *,
    blocks: Utf8Blocks,
    preamble: Preamble,
    counter: RecordCounter,
    copy: ReadableCopy,
) -> Inspection:
    temporary = [copy.path] if copy.path is not None else []
    if copy.path is None and _GLOB_CHARACTERS & set(str(path)):
        temporary.append(_link(path, tmp_dir))  # DuckDB takes such names for patterns
    readable_path = temporary[0] if temporary else path
    set_aside_path = None
    if len(counter.set_aside):
        set_aside_path = _new_path(tmp_dir, "set-aside-")
        counter.set_aside.write(set_aside_path)
        temporary.append(set_aside_path)
    return Inspection(
        delivery_id=blocks.delivery_id,
        size_bytes=blocks.size_bytes,
        header=preamble.header,
        records=counter.records,
        set_aside=counter.set_aside.records(),
        set_aside_counts=counter.set_aside.counts(),
        set_aside_path=set_aside_path,
        readable_path=readable_path,
        is_temporary=readable_path != path,
        skip_lines=1,
        has_header_line=form.header is None,
        delimiter=form.delimiter,
        quote=form.quote,
        encoding=blocks.encoding,
        line_end=preamble.line_end.decode("ascii"),
        has_quoted_line_ends=counter.has_quoted_line_ends,
        has_long_records=counter.has_long_records,
        is_trimmed=not (counter.has_blank_borders or counter.has_quoted_line_ends),
        temporary_paths=tuple(temporary),
    )


def _new_path(tmp_dir: Path, prefix: str) -> Path:
    tmp_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=prefix, suffix=".csv", dir=tmp_dir, delete=False) as file:
        return Path(file.name)


def _link(path: Path, tmp_dir: Path) -> Path:
    link = _new_path(tmp_dir, "link-")
    link.unlink()
    link.symlink_to(path.resolve())
    return link
