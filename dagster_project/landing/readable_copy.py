"""The temporary UTF-8 copy of a file whose bytes a CSV reader would misread.

Written only from the first byte on that has to change; a clean file never gets one. Holds no judgement on records.
"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

_PART = 1 << 20


class ReadableCopy:
    """A copy of a file's records under a header of its own, begun when it is first needed."""

    def __init__(self, original: Path, tmp_dir: Path, header: bytes) -> None:
        self.path: Path | None = None
        self._original = original
        self._tmp_dir = tmp_dir
        self._file: BinaryIO | None = None
        self._header = header

    def __enter__(self) -> "ReadableCopy":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if kind is not None and self.path is not None:
            self.path.unlink(missing_ok=True)

    @property
    def has_begun(self) -> bool:
        """Whether there is a copy, so that every further byte has to go there."""
        return self._file is not None

    def begin(self, first_byte: int, end_byte: int) -> None:
        """Begin with what was left unchanged so far.

        Args:
            first_byte: where the records begin in the original.
            end_byte: up to where they stay as they are.
        """
        file = self._open()
        with self._original.open("rb") as original:
            original.seek(first_byte)
            left = end_byte - first_byte
            while left > 0 and (part := original.read(min(left, _PART))):
                file.write(part)
                left -= len(part)

    def write(self, parts: Iterable[bytes]) -> None:
        """Append to the copy."""
        if self._file is not None:
            self._file.writelines(parts)

    def _open(self) -> BinaryIO:
        self._tmp_dir.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".csv", prefix="readable-", dir=self._tmp_dir)
        self.path = Path(name)
        self._file = os.fdopen(handle, "wb", buffering=_PART)
        self._file.write(self._header)
        return self._file
