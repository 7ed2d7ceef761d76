"""How large things may be that a small file can claim to hold, and the refusal of what is larger.

Holds numbers and their check; `docs/contracts.md` states them for users.
"""

from pathlib import Path

from dagster_project.errors import UnreadableFile

# Real exports shrink to a fifth or a twentieth; deflate at its best makes a thousandth of nothing but one byte.
MAX_RATIO = 200
# Below it the ratio says little: a short column of equal words may well shrink more.
FREE_BYTES = 64 * 1024 * 1024
MAX_INFLATED_BYTES = 20 * 1024**3
MAX_ARCHIVE_ENTRIES = 10_000
MAX_NAME_CHARACTERS = 500
# What a worksheet can have at most.
MAX_SHEET_COLUMNS = 16_384
MAX_SHEET_ROWS = 1_048_576
# A workbook's reader holds a whole sheet: about 80 bytes a cell, and 30 for an empty one within its borders.
MAX_SHEET_CELLS = 25_000_000
# Of one item of JSON within another.
MAX_DEPTH = 64

_HINT = "If the export is genuine, unpack it and put its files into the inbox."


class InflationGuard:
    """Watches what comes out of a compressed file while it is read."""

    def __init__(self, shown: Path) -> None:
        self.written = 0
        self._read = 0
        self.shown = shown

    def declare(self, read: int, written: int) -> None:
        """Refuse what is declared to be too large before anything of it is read."""
        self._judge(read, written)

    def add(self, read: int, written: int) -> None:
        """Count bytes that were read and what became of them.

        Raises:
            UnreadableFile: more came out than a genuine export holds.
        """
        self._read += read
        self.written += written
        self._judge(self._read, self.written)

    def _judge(self, read: int, written: int) -> None:
        if written > MAX_INFLATED_BYTES:
            raise UnreadableFile(f"{self.shown}: unpacked it is larger than {MAX_INFLATED_BYTES} bytes.", _HINT)
        if written > FREE_BYTES and written > MAX_RATIO * max(read, 1):
            raise UnreadableFile(
                f"{self.shown}: unpacked it is more than {MAX_RATIO} times as large as the file, as no export is.",
                _HINT,
            )
