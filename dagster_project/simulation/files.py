"""The files of the exports: opened once, appended shard by shard, counted record by record.

Holds quoting, encodings and counts. Knows nothing of the market.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

BLANK_LINE = ""


@dataclass(frozen=True)
class Dialect:
    """How a tool writes its files."""

    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"

    def line(self, fields: Iterable[str]) -> str:
        """One record, fields quoted where they must be."""
        return self.delimiter.join(self._quoted(text) for text in fields)

    def _quoted(self, text: str) -> str:
        if self.delimiter in text or '"' in text or "\n" in text:
            return '"' + text.replace('"', '""') + '"'
        return text


PLAIN = Dialect()
WITH_BYTE_ORDER_MARK = Dialect(encoding="utf-8-sig")
SEMICOLON = Dialect(delimiter=";")
FRENCH_EXCEL = Dialect(delimiter=";", encoding="cp1252", line_end="\r\n")


class Files:
    """The open files under `root`; `records` counts by relative path what stands after the header, blank lines too."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.records: Counter[str] = Counter()
        self.paths: dict[str, None] = {}
        self._open: dict[str, TextIO] = {}

    def append(self, path: str, dialect: Dialect, header: list[str], lines: Iterable[str]) -> None:
        """Append `lines` (records already joined by `dialect.line`) to a file, which begins with `header`."""
        text = list(lines)
        handle = self._open.get(path)
        if handle is None:
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            handle = target.open("w", encoding=dialect.encoding, newline="")
            self._open[path] = handle
            self.paths[path] = None
            handle.write(dialect.line(header) + dialect.line_end)
        if text:
            handle.write(dialect.line_end.join(text) + dialect.line_end)
            self.records[path] += len(text)

    def close(self) -> None:
        """Write everything out."""
        for handle in self._open.values():
            handle.close()
        self._open = {}

    def copy(self, path: str, other: str) -> None:
        """The same bytes under another name; call after `close`."""
        (self.root / other).write_bytes((self.root / path).read_bytes())
        self.records[other] = self.records[path]
        self.paths[other] = None

    def sizes(self) -> dict[str, int]:
        """Bytes of each file by relative path, in order of path."""
        return {path: (self.root / path).stat().st_size for path in sorted(self.paths)}
