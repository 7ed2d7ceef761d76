"""Zip archives, read by entry: names that mean harm are refused, and what comes out is counted while it comes.

The bytes are inflated here and not by `zipfile`, so that an entry can neither be larger than it says nor go on behind
its end. Holds nothing of what the entries are.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from dagster_project.errors import UnreadableFile

from ..words import has_hidden_marks
from .limits import MAX_ARCHIVE_ENTRIES, MAX_NAME_CHARACTERS, InflationGuard

_PIECE = 256 * 1024
_END_MARK = b"PK\x05\x06"
_LONGEST_END = 22 + 65_535
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_MOST_DIRECTORY_BYTES = 16 * 1024 * 1024
EXPORT_AGAIN = "Export it again; the file is damaged or was not sent completely."


def archive_entries(path: Path, shown: Path) -> list[zipfile.ZipInfo]:
    """The entries of an archive, folders left out, once the archive as a whole is harmless.

    Args:
        path: the archive.
        shown: how messages call it.

    Raises:
        UnreadableFile: damaged, encrypted, too many or too large entries, links, names that lead elsewhere.
    """
    _refuse_large_directory(path, shown)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, UnicodeDecodeError):
        raise UnreadableFile(f"{shown}: the archive is damaged: its directory cannot be read.", EXPORT_AGAIN) from None
    names = set()
    for entry in entries:
        _refuse_name(entry.filename, shown)
        if entry.filename in names:
            raise UnreadableFile(f"{shown}: two of its entries are named {entry.filename!r}.", "Pack it anew.")
        names.add(entry.filename)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableFile(f"{shown}: its entry {entry.filename!r} is a link.", "Pack the file itself.")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile(f"{shown}: its entry {entry.filename!r} is encrypted.", "Unpack it, or pack it anew.")
    InflationGuard(shown).declare(path.stat().st_size, sum(entry.file_size for entry in entries))
    return entries


def inflate(file: BinaryIO, entry: zipfile.ZipInfo, guard: InflationGuard, shown: Path) -> Iterator[bytes]:
    """The bytes of one entry, piece by piece.

    Raises:
        UnreadableFile: damaged, larger than it says, packed in a way that is not read.
    """
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile(f"{shown}: packed in a way that is not read.", "Pack it as an ordinary zip.")
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise _damaged(shown)
    *_, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
    file.seek(name_bytes + extra_bytes, 1)
    raw = _raw(file, entry.compress_size, guard, shown)
    pieces = raw if entry.compress_type == zipfile.ZIP_STORED else inflated_pieces(raw, -zlib.MAX_WBITS, shown)
    checksum = size = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
        size += len(piece)
        if size > entry.file_size:
            raise _damaged(shown)
        guard.add(0, len(piece))
        yield piece
    if size != entry.file_size or checksum != entry.CRC:
        raise _damaged(shown)


def inflated_pieces(raw: Iterator[bytes], window_bits: int, shown: Path) -> Iterator[bytes]:
    """One deflated stream; what follows behind its end, or is missing before it, is an error."""
    stream = zlib.decompressobj(window_bits)
    for part in raw:
        rest = part
        while rest and not stream.eof:
            try:
                piece = stream.decompress(rest, _PIECE)
            except zlib.error:
                raise _damaged(shown) from None
            if piece:
                yield piece
            rest = stream.unconsumed_tail
        if stream.unused_data or (stream.eof and rest):
            raise _damaged(shown)
    if not stream.eof:
        raise _damaged(shown)


def _raw(file: BinaryIO, size: int, guard: InflationGuard, shown: Path) -> Iterator[bytes]:
    left = size
    while left > 0:
        part = file.read(min(left, _PIECE))
        if not part:
            raise _damaged(shown)
        left -= len(part)
        guard.add(len(part), 0)
        yield part


def _refuse_name(name: str, shown: Path) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise UnreadableFile(f"{shown}: its entry {name!r} leads out of the archive.", "Pack it anew.")
    if has_hidden_marks(name) or len(name) > MAX_NAME_CHARACTERS:
        what = "has marks in its name that cannot be seen" if has_hidden_marks(name) else "has too long a name"
        raise UnreadableFile(f"{shown}: the entry {name[:80]!r} {what}.", "Rename it and pack it anew.")


def _refuse_large_directory(path: Path, shown: Path) -> None:
    """Before `zipfile` makes an object of every entry: how many the archive says that it has."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _LONGEST_END, 0))
        tail = file.read()
    end = tail.rfind(_END_MARK)
    if end < 0 or len(tail) < end + 22:
        raise UnreadableFile(f"{shown}: the archive ends before its directory.", EXPORT_AGAIN)
    entries, directory_bytes = struct.unpack_from("<HI", tail, end + 10)
    if entries > MAX_ARCHIVE_ENTRIES or directory_bytes > _MOST_DIRECTORY_BYTES:
        raise UnreadableFile(f"{shown}: has more than {MAX_ARCHIVE_ENTRIES} entries.", "Pack it in several archives.")


def _damaged(shown: Path) -> UnreadableFile:
    return UnreadableFile(f"{shown}: the packed bytes are damaged.", EXPORT_AGAIN)
