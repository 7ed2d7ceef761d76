"""A file's bytes as blocks of UTF-8, strictly decoded, hashed on the way.

Holds reading, hashing and decoding; knows nothing of records.
"""

import codecs
import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from dagster_project.errors import UnreadableFile

Progress = Callable[[int], None]
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class FileChanged(UnreadableFile):
    """A file was written to while it was read; it waits for the next run."""


def is_utf8(encoding: str) -> bool:
    """Whether bytes of this encoding can stay as they are."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")


class Utf8Blocks:
    """One pass over a file. After the iteration `delivery_id` and `size_bytes` are known."""

    def __init__(self, path: Path, encoding: str, block_bytes: int, progress: Progress | None) -> None:
        self.is_utf8 = is_utf8(encoding)
        self.encoding = "utf-8" if self.is_utf8 else codecs.lookup(encoding).name
        self.size_bytes = 0
        self.delivery_id = ""
        self._path = path
        self._block_bytes = block_bytes
        self._progress = progress
        self._decoder = codecs.getincrementaldecoder(self.encoding)("strict")

    def __iter__(self) -> Iterator[bytes]:
        """Blocks of UTF-8, never empty.

        Raises:
            UnreadableFile: bytes that the encoding does not have; names line and byte.
            FileChanged: size or time changed meanwhile.
        """
        digest = hashlib.sha256()
        hashing: Future[None] | None = None
        # Hashing releases the interpreter, so it costs nothing beside the proofs; one block waits at most.
        with self._path.open("rb", buffering=0) as file, ThreadPoolExecutor(max_workers=1) as hasher:
            before = os.fstat(file.fileno())
            while block := file.read(self._block_bytes):
                if hashing is not None:
                    hashing.result()
                hashing = hasher.submit(digest.update, block)
                self.size_bytes += len(block)
                if self.size_bytes > before.st_size:
                    raise self._changed()  # at once: a file that keeps growing would never end
                decoded = self._decode(block, is_last=False)
                if decoded:
                    yield decoded
                if self._progress is not None:
                    self._progress(self.size_bytes)
            rest = self._decode(b"", is_last=True)
            if rest:
                yield rest
            if hashing is not None:
                hashing.result()
        self._refuse_change(before)
        self.delivery_id = digest.hexdigest()

    def _decode(self, block: bytes, is_last: bool) -> bytes:
        if self.is_utf8 and block.isascii() and not is_last and not self._decoder.getstate()[0]:
            return block
        try:
            text = self._decoder.decode(block, is_last)
        except UnicodeDecodeError as error:
            raise self._wrong_encoding(self.size_bytes - len(error.object) + error.start) from None
        except UnicodeError:
            raise self._wrong_encoding(0) from None  # utf-16 without the mark that tells the order of its bytes
        return block if self.is_utf8 else text.encode("utf-8")

    def _wrong_encoding(self, offset: int) -> UnreadableFile:
        with self._path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            line = 1 + sum(part.count(b"\n") for part in _first_bytes(file.read, offset))
        mark = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), None)
        if mark is not None and mark != self.encoding:
            advice = f"The file begins with the mark of {mark}: write `encoding: {mark}` in the contract's format."
        elif self.is_utf8:
            advice = "A file saved by Excel is often cp1252: write `encoding: cp1252` in the contract's format."
        else:
            advice = "Write the file's true encoding in the contract's format, or export it again as UTF-8."
        return UnreadableFile(f"{self._path}, line {line}, byte {offset}: not {self.encoding}.", advice)

    def _refuse_change(self, before: os.stat_result) -> None:
        after = self._path.stat()
        was = (before.st_size, before.st_mtime_ns, before.st_ino)
        if was != (after.st_size, after.st_mtime_ns, after.st_ino) or self.size_bytes != before.st_size:
            raise self._changed()

    def _changed(self) -> FileChanged:
        return FileChanged(f"{self._path} changed while it was read.", "It is read by the next run.")


def _first_bytes(read: Callable[[int], bytes], count: int) -> Iterator[bytes]:
    while count > 0 and (part := read(min(count, 1 << 20))):
        count -= len(part)
        yield part
