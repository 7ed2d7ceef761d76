"""The items of a JSON file, cut out of the bytes by their brackets and quotes: as many as the witness counts.

Works on blocks, so that memory holds one item, not the file. Whether an item is sound is for its reader to say; where
an item ends is told here, without that reader. Knows nothing of fields.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from dagster_project.errors import UnreadableFile

from ..inspection_result import MAX_RECORD_BYTES

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BLANKS = b" \t\r\n"
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_CUT_SHORT = "Export it again; the file is damaged or was not sent completely."
_QUOTE, _COMMA = ord('"'), ord(",")
_DELTAS = np.zeros(256, np.int64)
_DELTAS[[ord("["), ord("{")]] = 1
_DELTAS[[ord("]"), ord("}")]] = -1


def lines_of(blocks: Iterable[bytes], shown: Path) -> Iterator[bytes]:
    """The lines of a file of JSON Lines, blank ones too.

    Raises:
        UnreadableFile: a line of more than 16 MB.
    """
    rest = b""
    for block in _without_mark(blocks):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
        _refuse_length(rest, shown)
    if rest:
        yield rest


def items_of(blocks: Iterable[bytes], shown: Path) -> Iterator[bytes]:
    """The items of a file that is one JSON list; an empty one where a comma has nothing before it.

    Raises:
        UnreadableFile: no list, text behind it, a list that does not end, an item of more than 16 MB.
    """
    scanner = _Scanner(shown)
    for block in _without_mark(blocks):
        yield from scanner.take(block)
    yield from scanner.finish()


class _Scanner:
    """Where the scan stands: inside how many brackets, inside a string or not."""

    def __init__(self, shown: Path) -> None:
        self._shown = shown
        self._depth = 0
        self._is_in_string = False
        self._has_ended = False
        self._items = 0
        self._kept: list[bytes] = []  # of the item that is being read
        self._kept_bytes = 0
        self._pending = b""

    def take(self, block: bytes) -> Iterator[bytes]:
        """The items that end in a block."""
        block = self._pending + block
        self._pending = b""
        if self._depth == 0 and not self._has_ended:
            block = self._open(block)
        if self._has_ended:
            self._refuse_more(block)
            return
        masked, block = self._mask_escapes(block)
        start = 0
        for cut, ends_list in self._cuts(masked):
            yield from self._item(block[start:cut], is_last=ends_list)
            start = cut + 1
            if ends_list:
                self._end(block[cut : cut + 1], block[start:])
                return
        self._keep(block[start:])

    def finish(self) -> Iterator[bytes]:
        """Call it behind the last block; there is nothing left to give."""
        if not self._has_ended:
            what = "ends within item" if self._depth else "holds no list, only blanks before item"
            raise UnreadableFile(f"{self._shown}: {what} {self._items + 1}.", _CUT_SHORT)
        yield from ()

    def _open(self, block: bytes) -> bytes:
        text = block.lstrip(_BLANKS)
        if text and not text.startswith(b"["):
            hint = "Write `type: jsonl` in the contract's format if each line is an item; else export the list alone."
            raise UnreadableFile(f"{self._shown}: begins with something else than a list.", hint)
        self._depth = 1 if text else 0
        return text[1:]

    def _mask_escapes(self, block: bytes) -> tuple[bytes, bytes]:
        """The block with escaped signs made harmless; a backslash at its end waits for the next block."""
        if b"\\" not in block:
            return block, block
        trailing = len(block) - len(block.rstrip(b"\\"))
        if trailing % 2:
            block, self._pending = block[:-1], b"\\"
        return _ESCAPE.sub(b"__", block), block

    def _cuts(self, masked: bytes) -> Iterator[tuple[int, bool]]:
        """Where an item of the list ends, and whether the list ends there."""
        content = np.frombuffer(masked, np.uint8)
        if len(content) == 0 or self._depth == 0:
            return
        quotes = content == _QUOTE
        inside = np.logical_xor.accumulate(quotes) ^ self._is_in_string
        deltas = np.where(inside, 0, _DELTAS[content])
        levels = self._depth + np.cumsum(deltas)
        is_comma = (content == _COMMA) & ~inside & (levels == 1)
        is_end = (deltas < 0) & (levels == 0)
        for position in np.flatnonzero(is_comma | is_end).tolist():
            yield position, bool(is_end[position])
        self._depth, self._is_in_string = int(levels[-1]), bool(inside[-1])

    def _item(self, end: bytes, is_last: bool) -> Iterator[bytes]:
        item = b"".join([*self._kept, end]).strip(_BLANKS)
        _refuse_length(item, self._shown)
        self._kept, self._kept_bytes = [], 0
        if item or not is_last or self._items:
            self._items += 1
            yield item

    def _keep(self, rest: bytes) -> None:
        self._kept.append(rest)
        self._kept_bytes += len(rest)
        if self._kept_bytes > MAX_RECORD_BYTES:
            _refuse_length(b"".join(self._kept), self._shown)

    def _end(self, closing: bytes, rest: bytes) -> None:
        if closing != b"]":
            raise UnreadableFile(f"{self._shown}: the list ends with another bracket than `]`.", _CUT_SHORT)
        self._has_ended, self._depth = True, 0
        self._refuse_more(rest)

    def _refuse_more(self, rest: bytes) -> None:
        if rest.strip(_BLANKS):
            raise UnreadableFile(f"{self._shown}: something follows behind the list.", "Export the list alone.")


def _refuse_length(item: bytes, shown: Path) -> None:
    if len(item) > MAX_RECORD_BYTES:
        raise UnreadableFile(
            f"{shown}: an item is longer than {MAX_RECORD_BYTES} bytes.", "A quote or a bracket may be missing."
        )


def _without_mark(blocks: Iterable[bytes]) -> Iterator[bytes]:
    is_first = True
    for block in blocks:
        yield block.removeprefix(_BYTE_ORDER_MARK) if is_first else block
        is_first = False
