"""What stands before the records: skipped lines, byte order mark, header.

Holds no rule about which columns a contract needs (`matching.py` has it).
"""

from dataclasses import dataclass, replace
from pathlib import Path

from dagster_project.errors import UnreadableFile

from .contract_model import Format
from .inspection_result import MAX_COLUMNS
from .records import LINE, Dialect, split_record
from .words import normalise_word

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Preamble:
    """What was found: `end` is where the records begin, in bytes of UTF-8."""

    header: list[str]
    end: int
    line_end: bytes
    is_skippable: bool  # a CSV reader can skip it as one line


def read_preamble(path: Path, buffer: bytes, form: Format, dialect: Dialect, is_last: bool) -> Preamble | None:
    """Read up to the end of the header.

    Args:
        path: named in errors only.
        buffer: the file's first bytes, as UTF-8.
        form: the contract's format.
        dialect: delimiter and quote.
        is_last: whether the file ends with this buffer.

    Returns:
        the preamble, or None when more bytes are needed.

    Raises:
        UnreadableFile: no header, or a broken one; names the line.
    """
    start = len(_BYTE_ORDER_MARK) if buffer.startswith(_BYTE_ORDER_MARK) else 0
    position = start
    for _ in range(form.skip_lines):
        match = LINE.match(buffer, position)
        end = len(buffer) if match is None else match.end()
        if not is_last and (end == len(buffer)):
            return None
        position = end
    if form.header is not None:
        match = LINE.match(buffer, position)
        if not is_last and (match is None or match.end() == len(buffer)):
            return None
        return Preamble(list(form.header), position, _line_end(match.group() if match else b""), is_skippable=False)
    line = form.skip_lines + 1
    if position == len(buffer):
        if not is_last:
            return None
        raise UnreadableFile(f"{path}, line {line}: the file ends before a header.", "Export the file again.")
    record = split_record(buffer, position, dialect, is_last)
    if record is None:
        return None
    written = buffer[position : record.end]
    if record.fault is not None or b"\0" in written:
        fault = record.fault or "it holds a NUL byte"
        raise UnreadableFile(f"{path}, line {line}: the header is broken: {fault}.", "Export the file again.")
    header = [value.decode("utf-8") for value in record.values]
    _check_names(path, line, header)
    line_end = _line_end(written)
    same = split_record(buffer, position, replace(dialect, line_end=line_end), is_last)
    is_one_line = same is not None and same.is_regular and not same.has_inner_line_end
    return Preamble(header, record.end, line_end, is_one_line and form.skip_lines == 0)


def _line_end(line: bytes) -> bytes:
    return b"\r\n" if line.endswith(b"\r\n") else b"\n"


def _check_names(path: Path, line: int, header: list[str]) -> None:
    if len(header) > MAX_COLUMNS:
        raise UnreadableFile(
            f"{path}, line {line}: the header has {len(header)} columns; at most {MAX_COLUMNS} can be read.",
            "Export fewer columns, or correct delimiter and quote in the contract.",
        )
    words = [normalise_word(name) for name in header]
    if not any(words):
        advice = "If the header comes later, write `skip_lines` in the contract's format."
        raise UnreadableFile(f"{path}, line {line}: there is no header, the line is blank.", advice)
