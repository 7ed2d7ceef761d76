"""The fast proofs that bytes are cleanly written records: whole chunks at once, else line by line.

A proof only ever says "surely clean" or "ask the exact splitter" (`records.py`). Holds no counting over a file.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .records import Dialect

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

_LINE_FEED, _CARRIAGE_RETURN, _BLANK, _NUL = 10, 13, 32, 0
_WIDE_BLANKS = tuple(blank.encode() for blank in "\u00a0\u2007\u2009\u202f\ufeff\u200b")
_TRIED_LINE_ENDS = 64
_WINDOW = 1 << 20


@dataclass(frozen=True)
class CleanPrefix:
    """The first bytes of a chunk that hold clean records only."""

    end: int
    records: int
    has_quoted_line_ends: bool
    has_long_records: bool


def has_blank_borders(body: bytes, dialect: Dialect) -> bool:
    """Whether a cell of whole records may begin or end with a blank; line ends inside quotes are not looked at."""
    if any(blank in body for blank in (b"\v", b"\f")) or (b"\t" in body and dialect.delimiter != b"\t"):
        return True
    if dialect.delimiter == b"\t" and dialect.quote and dialect.quote in body:
        return True
    if not body.isascii() and any(blank in body for blank in _WIDE_BLANKS):
        return True
    if b" " not in body:
        return False
    content = np.frombuffer(body, np.uint8)
    blanks = np.flatnonzero(content == _BLANK)
    if blanks[0] == 0 or blanks[-1] == len(content) - 1:
        return True
    is_border = np.zeros(256, np.bool_)
    is_border[list(dialect.delimiter + dialect.quote + b"\r\n")] = True
    return bool(is_border[content[blanks - 1]].any() or is_border[content[blanks + 1]].any())


class ChunkProof:
    """Proves chunks of one file: every record has the header's delimiters outside quotes, and every quote stands at a
    cell's border."""

    def __init__(self, dialect: Dialect, columns: int) -> None:
        self._dialect = dialect
        self._delimiters = columns - 1
        structure = dialect.delimiter + dialect.quote + b"\r\n\0"
        self._others = bytes(byte for byte in range(256) if byte not in structure)

    def clean_prefix(self, chunk: bytes) -> CleanPrefix | None:
        """The longest prefix of whole records if all of it is clean, else None.

        The chunk has to begin where a record begins.
        """
        end = self._last_record_end(chunk)
        if end == 0:
            return None
        body = chunk if end == len(chunk) else chunk[:end]
        pattern = self._dialect.delimiter * self._delimiters + self._dialect.line_end
        if self._has_odd_bytes(body, pattern):
            return None
        skeleton = body.translate(None, self._others)
        has_quoted_line_ends = False
        if self._dialect.quote and self._dialect.quote in body:
            if not self._are_quotes_at_borders(body):
                return None
            skeleton, has_quoted_line_ends = self._outside_quotes(skeleton)
        records, rest = divmod(len(skeleton), len(pattern))
        if rest or skeleton != pattern * records:
            return None
        return CleanPrefix(end, records, has_quoted_line_ends, _has_wide_gap(body))

    def _has_odd_bytes(self, body: bytes, blank: bytes) -> bool:
        """NUL, a blank record, or a carriage return that does not belong to a line end of the file's kind."""
        if b"\0" in body or body.startswith(blank) or b"\n" + blank in body:
            return True
        line_end = self._dialect.line_end
        return line_end == b"\r\n" and body.count(b"\r") != body.count(line_end)

    def _last_record_end(self, chunk: bytes) -> int:
        """Behind the last line end that has an even number of quotes before it; 0 without one."""
        end = chunk.rfind(b"\n") + 1
        if end == 0 or not self._dialect.quote or self._dialect.quote not in chunk:
            return end
        quotes = chunk.count(self._dialect.quote, 0, end)
        for _ in range(_TRIED_LINE_ENDS):
            if quotes % 2 == 0:
                return end
            earlier = chunk.rfind(b"\n", 0, end - 1) + 1
            quotes -= chunk.count(self._dialect.quote, earlier, end)
            end = earlier
        return 0

    def _are_quotes_at_borders(self, body: bytes) -> bool:
        """Odd quotes open at a cell's start (or follow the quote that they double), even ones close at its end."""
        content = np.frombuffer(body, np.uint8)
        quote, delimiter = self._dialect.quote[0], self._dialect.delimiter[0]
        quotes = np.flatnonzero(content == quote)
        opening, closing = quotes[0::2], quotes[1::2]
        before = content[opening - 1]
        before_opens = (before == delimiter) | (before == _LINE_FEED) | (opening == 0)
        doubled = np.zeros(len(opening), np.bool_)
        doubled[1:] = opening[1:] == closing[:-1] + 1
        if not np.all(before_opens | doubled):
            return False
        after = content[closing + 1]  # a line end closes the body, so there always is one
        ends = (after == delimiter) | (after == _LINE_FEED) | (after == _CARRIAGE_RETURN) | (after == quote)
        return bool(np.all(ends))

    def _outside_quotes(self, skeleton: bytes) -> tuple[bytes, bool]:
        structure = np.frombuffer(skeleton, np.uint8)
        is_quote = structure == self._dialect.quote[0]
        is_inside = np.bitwise_xor.accumulate(is_quote)
        inner = structure[is_inside]
        has_line_ends = bool(np.any((inner == _LINE_FEED) | (inner == _CARRIAGE_RETURN)))
        return structure[~(is_inside | is_quote)].tobytes(), has_line_ends


def _has_wide_gap(body: bytes) -> bool:
    """Whether some record may be longer than two windows."""
    return any(body.find(b"\n", start, start + _WINDOW) < 0 for start in range(0, len(body) - _WINDOW, _WINDOW))


@dataclass(frozen=True)
class Lines:
    """The lines of a chunk, and which of them are surely one clean record if a record begins there."""

    starts: Positions
    are_plain: Flags
    are_foreign: Flags  # plain, but with the other line end than the file's
    longest: int


def examine_lines(chunk: bytes, dialect: Dialect, columns: int, is_last: bool) -> Lines:
    """Judge every line of a chunk on its own.

    Args:
        chunk: bytes; the last line may be unfinished.
        dialect: delimiter and quote.
        columns: how many cells a record has.
        is_last: whether the file ends with this chunk, which makes an unfinished line a whole one.
    """
    content = np.frombuffer(chunk, np.uint8)
    ends = np.flatnonzero(content == _LINE_FEED) + 1
    if len(ends) == 0 or ends[-1] != len(content):
        ends = np.append(ends, len(content))
    starts = np.concatenate(([0], ends[:-1]))
    returns, are_line_ends_plain = _judge_line_ends(content, starts, ends)
    is_terminated = content[ends - 1] == _LINE_FEED
    are_plain = are_line_ends_plain & (_per_line(np.flatnonzero(content == _NUL), ends) == 0)
    delimiters = np.flatnonzero(content == dialect.delimiter[0])
    if dialect.quote and dialect.quote in chunk:
        outside, are_quotes_plain = _judge_quotes(content, starts, ends, delimiters, dialect)
        are_plain &= are_quotes_plain
        delimiters = delimiters[outside]
    are_plain &= _per_line(delimiters, ends) == columns - 1
    are_plain &= (ends - starts - is_terminated - returns) != columns - 1  # nothing but delimiters: blank
    if not is_last and not is_terminated[-1]:
        are_plain[-1] = False
    are_foreign = are_plain & is_terminated & (returns != len(dialect.line_end) - 1)
    return Lines(starts, are_plain & ~are_foreign, are_foreign, int(np.max(ends - starts)))


def _per_line(positions: Positions, ends: Positions) -> Positions:
    before = np.searchsorted(positions, ends)
    return np.diff(before, prepend=0)


def _judge_line_ends(content: Bytes, starts: Positions, ends: Positions) -> tuple[Positions, Flags]:
    """How many carriage returns a line has, and whether that is none or the one before its line feed."""
    returns = _per_line(np.flatnonzero(content == _CARRIAGE_RETURN), ends)
    stands_before_feed = (
        (ends - starts >= 2) & (content[ends - 1] == _LINE_FEED) & (content[ends - 2] == _CARRIAGE_RETURN)
    )
    return returns, (returns == 0) | ((returns == 1) & stands_before_feed)


def _judge_quotes(
    content: Bytes, starts: Positions, ends: Positions, delimiters: Positions, dialect: Dialect
) -> tuple[Flags, Flags]:
    """Which delimiters stand outside quotes, and which lines have all their quotes at cells' borders."""
    quote, delimiter = dialect.quote[0], dialect.delimiter[0]
    quotes = np.flatnonzero(content == quote)
    first_of_line = np.searchsorted(quotes, starts)
    line_of_quote = np.searchsorted(ends, quotes, side="right")
    number = np.arange(len(quotes)) - first_of_line[line_of_quote]
    is_opening = number % 2 == 0
    is_doubling = np.zeros(len(quotes), np.bool_)
    is_doubling[1:] = (np.diff(quotes) == 1) & (number[1:] > 0)
    opens_well = (quotes == starts[line_of_quote]) | (content[quotes - 1] == delimiter) | is_doubling
    after = content[np.minimum(quotes + 1, len(content) - 1)]
    closes_well = (after == delimiter) | (after == _LINE_FEED) | (after == _CARRIAGE_RETURN) | (after == quote)
    closes_well |= quotes + 1 == len(content)
    is_good = np.where(is_opening, opens_well, closes_well)
    are_plain = _per_line(quotes, ends) % 2 == 0
    are_plain[line_of_quote[~is_good]] = False
    line_of_delimiter = np.searchsorted(ends, delimiters, side="right")
    quotes_before = np.searchsorted(quotes, delimiters) - first_of_line[line_of_delimiter]
    return quotes_before % 2 == 0, are_plain
