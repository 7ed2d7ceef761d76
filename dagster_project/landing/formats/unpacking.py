"""From a delivered file to its payloads: the file itself, what gzip holds, or an archive's entries, on disk.

Holds unpacking into a scratch folder; which payloads are wanted is the caller's.
"""

import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dagster_project.errors import UnreadableFile

from .archive import EXPORT_AGAIN, archive_entries, inflate
from .detection import Kind, kind_of
from .limits import InflationGuard

_PIECE = 256 * 1024
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# What systems add of their own, passed over as in the inbox.
_PASSED_OVER = ("__MACOSX/",)


@dataclass(frozen=True)
class Payload:
    """Bytes to read: `name` is that of an archive's entry, else None; `shown` is how messages call it."""

    name: str | None
    path: Path
    shown: Path


def entry_names(path: Path) -> list[str]:
    """The names of an archive's entries that may be exports, in its order."""
    return [entry.filename for entry in archive_entries(path, path) if not _is_passed_over(entry.filename)]


def unpack_entries(path: Path, is_wanted: Callable[[str], bool], tmp_dir: Path) -> Iterator[Payload]:
    """Write the wanted entries of an archive to disk, one after the other.

    Raises:
        UnreadableFile: damaged, or an archive within the archive.
    """
    guard = InflationGuard(path)
    with path.open("rb") as file:
        for entry in archive_entries(path, path):
            if _is_passed_over(entry.filename) or not is_wanted(entry.filename):
                continue
            shown = path / entry.filename.replace("\\", "/")
            target = _scratch_file(tmp_dir, inflate(file, entry, guard, shown))
            _refuse_nested(kind_of(target), shown)
            yield Payload(entry.filename, target, shown)


def unpack_gzip(path: Path, tmp_dir: Path) -> Payload:
    """Write what a gzip file holds to disk.

    Raises:
        UnreadableFile: damaged, or an archive within it.
    """
    target = _scratch_file(tmp_dir, _gunzipped(path))
    _refuse_nested(kind_of(target), path)
    return Payload(None, target, path)


def _gunzipped(path: Path) -> Iterator[bytes]:
    """Several streams behind each other are one content, as gzip has it."""
    guard = InflationGuard(path)
    stream = zlib.decompressobj(_GZIP_WINDOW)
    is_begun = False
    with path.open("rb") as file:
        while part := file.read(_PIECE):
            rest = part
            guard.add(len(part), 0)
            while rest:
                if stream.eof:
                    rest = rest.lstrip(b"\0")  # tapes pad with it
                    if not rest:
                        break
                    stream, is_begun = zlib.decompressobj(_GZIP_WINDOW), False
                try:
                    piece = stream.decompress(rest, _PIECE)
                except zlib.error:
                    raise UnreadableFile(f"{path}: the packed bytes are damaged.", EXPORT_AGAIN) from None
                is_begun = True
                guard.add(0, len(piece))
                if piece:
                    yield piece
                rest = stream.unused_data if stream.eof else stream.unconsumed_tail
    if is_begun and not stream.eof:
        raise UnreadableFile(f"{path}: the packed file ends before its end.", EXPORT_AGAIN)


def _scratch_file(tmp_dir: Path, pieces: Iterator[bytes]) -> Path:
    tmp_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix="unpacked-", dir=tmp_dir, delete=False) as file:
        path = Path(file.name)
        try:
            file.writelines(pieces)
        except BaseException:
            path.unlink()
            raise
    return path


def _refuse_nested(kind: Kind, shown: Path) -> None:
    if kind in ("gzip", "zip", "workbook", "old_office", "open_document"):
        raise UnreadableFile(f"{shown}: an archive or a workbook within a packed file.", "Unpack the outer one first.")


def _is_passed_over(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith(_PASSED_OVER) or last.startswith((".", "~$")) or last.lower().endswith(".part")
