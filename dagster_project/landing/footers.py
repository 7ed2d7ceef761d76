"""Closing lines that are no records: totals, copyright notes, as the contract declares them.

A footer record stands at the end of the file, only blank lines and other footers behind it, and its first cell that is
not empty equals one of the declared words (`*` stands for any text). `*` alone takes closing lines that have not the
header's number of cells, so that it can never take a record. Holds no reading of files.
"""

import fnmatch
import re

from .chunks import Chunk
from .inspection_result import SetAsideRecord
from .records import Dialect, physical_lines, split_record
from .set_aside import SetAside
from .words import normalise_word

# Footers are looked for in the last 64 kB: real ones have some lines.
_TAIL_BYTES = 64 * 1024
ANY_BROKEN_LINE = "*"


class FooterFinder:
    """Keeps the end of a file, then finds the footers in it."""

    def __init__(self, patterns: tuple[str, ...], dialect: Dialect, columns: int) -> None:
        self._takes_broken = ANY_BROKEN_LINE in patterns
        self._patterns = [re.compile(fnmatch.translate(normalise_word(p))) for p in patterns if p != ANY_BROKEN_LINE]
        self._dialect = dialect
        self._columns = columns
        self._tails: list[tuple[int, bytes]] = []  # number of the first record, its bytes and those behind it

    def remember(self, first_row_number: int, buffer: bytes, chunk: Chunk) -> None:
        """Keep the end of a counted chunk.

        Args:
            first_row_number: of the chunk's first record.
            buffer: the chunk's bytes.
            chunk: what was counted in it.
        """
        if not (self._patterns or self._takes_broken) or chunk.end == 0:
            return
        content = buffer[: chunk.end]
        if chunk.is_line_per_record and len(content) > _TAIL_BYTES:
            cut = content.rfind(b"\n", 0, len(content) - _TAIL_BYTES) + 1
            first_row_number += content.count(b"\n", 0, cut)
            content = content[cut:]
        self._tails.append((first_row_number, content))
        while len(self._tails) > 1 and sum(len(tail) for _, tail in self._tails[1:]) >= _TAIL_BYTES:
            self._tails.pop(0)

    def move_footers(self, set_aside: SetAside) -> None:
        """Mark the footers in the list of what is set aside."""
        if not self._tails:
            return
        first = self._tails[0][0]
        already = {record.row_number: record for record in set_aside.from_row(first)}
        cells = self._first_cells(first, b"".join(tail for _, tail in self._tails))
        footers: list[SetAsideRecord] = []
        for row_number in sorted(cells, reverse=True):
            known = already.get(row_number)
            if known is not None and known.disposition == "blank":
                footers.append(known)
            elif self._is_footer(*cells[row_number]):
                footers.append(SetAsideRecord(row_number, "footer", "footer"))
            else:
                break
        if footers:
            set_aside.replace_from(footers[-1].row_number, footers[::-1])

    def _is_footer(self, first_cell: str, cells: int) -> bool:
        if self._takes_broken and cells != self._columns:
            return True
        return any(pattern.match(first_cell) for pattern in self._patterns)

    def _first_cells(self, row_number: int, content: bytes) -> dict[int, tuple[str, int]]:
        """The first filled cell of each record, and how many it has, from the last broken one on."""
        cells: dict[int, tuple[str, int]] = {}
        position = 0
        while position < len(content):
            record = split_record(content, position, self._dialect, is_last=True)
            if record is None:
                break
            if record.fault is not None:
                cells.clear()
                row_number += physical_lines(content, position, record.end)
            else:
                filled = (normalise_word(value.decode("utf-8")) for value in record.values)
                cells[row_number] = (next((cell for cell in filled if cell), ""), len(record.values))
                row_number += 1
            position = record.end
        return cells
