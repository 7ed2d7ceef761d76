"""How a text file is written: encoding, delimiter, lines above the header, closing lines.

Holds guesses from the first bytes; that they hold for the whole file is proved by landing's own pass over it.
"""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_PEEKED_BYTES = 256 * 1024
_CHECKED_BYTES = 64 * 1024 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST_LINES = 400
_SEARCHED_LINES = 40
_CLOSING_WORDS = frozenset({"total", "totals", "totaux", "sum", "somme", "summe", "copyright", "exported", "generated"})
_MAC_LETTERS = "éèàùçêîôûâëïÉÈÀ’"


@dataclass(frozen=True)
class TextForm:
    """What was guessed, and what of it could be otherwise."""

    encoding: str
    delimiter: str
    skip_lines: int
    footer: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def guess_text_form(path: Path) -> TextForm:
    """The form of a delimited text file."""
    with path.open("rb") as file:
        start = file.read(_PEEKED_BYTES)
    encoding, doubts = guess_encoding(path, start)
    text = start.decode(encoding, errors="replace").lstrip("\ufeff")
    if len(start) == _PEEKED_BYTES:
        text = text.rpartition("\n")[0]
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    width = _width(rows)
    skip_lines = next((place for place, row in enumerate(rows) if _filled(row) >= max(2, 0.6 * width)), 0)
    footer = _footer(rows, width) if len(start) < _PEEKED_BYTES else ()
    if width == 1:
        doubts = (*doubts, "no delimiter parts the lines into several columns")
    return TextForm(encoding, delimiter, skip_lines if width > 1 else 0, footer, doubts)


def guess_encoding(path: Path, start: bytes) -> tuple[str, tuple[str, ...]]:
    """The encoding, and a doubt: strict UTF-8 proves itself, one-byte encodings read almost anything."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, ()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            read = 0
            while read < _CHECKED_BYTES and (block := file.read(1 << 20)):
                decoder.decode(block)
                read += len(block)
            return "utf-8", ()
        except UnicodeDecodeError:
            file.seek(0)
            content = file.read(_CHECKED_BYTES)
    readings = {name: _decoded(content, name) for name in ("cp1252", "mac-roman", "latin-1")}
    scores = {name: _letters(text) for name, text in readings.items() if text is not None}
    best = max(scores, key=lambda name: scores[name])
    return best, (f"the encoding is no UTF-8; {best} gives the most plausible letters",)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _letters(text: str) -> float:
    """How many of the letters beyond ASCII are those of western languages rather than signs and rare marks."""
    beyond = Counter(sign for sign in text if not sign.isascii())
    plausible = sum(count for sign, count in beyond.items() if sign in _MAC_LETTERS or sign in "£€«»°àâäöüßñ")
    return plausible / max(sum(beyond.values()), 1)


def _delimiter(text: str) -> str:
    """The sign that parts most lines into the same number of cells; more cells where several do."""

    def rank(delimiter: str) -> tuple[float, int]:
        rows = _rows(text, delimiter)
        width = _width(rows)
        return (sum(len(row) == width for row in rows) * min(width - 1, 1) / max(len(rows), 1), width)

    return max(_DELIMITERS, key=rank)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == _MOST_LINES:
                break
    except csv.Error:
        return rows
    return rows


def _width(rows: list[list[str]]) -> int:
    counts = Counter(len(row) for row in rows if row)
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _footer(rows: list[list[str]], width: int) -> tuple[str, ...]:
    """Closing lines that are no records, such as a total: their first words."""
    closing: list[str] = []
    if len(rows) == _MOST_LINES or width == 1:
        return ()
    for row in reversed(rows[-_SEARCHED_LINES:]):
        if not _filled(row):
            continue
        first = next(cell.strip() for cell in row if cell.strip()).split()[0]
        if len(row) == width and first.casefold().rstrip(":") not in _CLOSING_WORDS:
            break
        closing.append(f"{first}*")
    return tuple(dict.fromkeys(reversed(closing)))
