"""The rows of a worksheet as records: python-calamine reads them, every value becomes text.

Holds the choice of text for each kind of value and where the header stands. Every row is held against the witness of
`sheet_witness`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, repeat
from pathlib import Path

import python_calamine

from dagster_project.errors import UnreadableFile

from ..contract_model import Contract
from ..matching import match_header
from .numbers import DecimalSigns, decimal_text
from .plain_file import PlainFile
from .sheet_witness import SheetWitness, require_empty_rows, witness_sheet
from .workbook import SHARED_TEXTS_PART, SheetPart, Workbook

_Row = list[int | float | str | bool | time | date | datetime | timedelta]
# Titles and notes above a table are few; a header is not looked for further down.
_SEARCHED_ROWS = 50
_NO_FRACTION = 2_000  # of a second, in microseconds
_SAVE_AGAIN = "Open it in a spreadsheet and save it again as .xlsx, or export it as csv."


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet as a plain file: how many lines stand above its header, and how many of its cells hold an error."""

    plain: PlainFile
    skipped_lines: int
    errors: int


def read_sheet(workbook: Workbook, sheet: SheetPart, contract: Contract, tmp_dir: Path) -> WrittenSheet | None:
    """Write the rows of a sheet as plain records; None where it is empty.

    Args:
        workbook: checked.
        sheet: one of its sheets.
        contract: with the format that applies.
        tmp_dir: the scratch folder.

    Raises:
        UnreadableFile: damaged, too large, or the reader found other rows than the witness.
    """
    shown = shown_sheet(workbook.path, sheet.name)
    witness = witness_sheet(workbook.pieces(sheet.part), shown)
    if not witness.last_row:
        return None
    form = contract.format
    rows = _rows(workbook.path, sheet.name, witness.last_row, shown)
    head = list(islice(rows, max(_SEARCHED_ROWS, form.skip_lines + 1)))
    with PlainFile(tmp_dir) as plain:
        if form.header is None:
            skipped = _header_row(head, contract)
            header = [_text(value, ".") for value in head[skipped]] if skipped < len(head) else []
            plain.skip_lines(skipped)
            plain.header(header)
        else:
            skipped, header = form.skip_lines, list(form.header)
            plain.skip_lines(skipped)
            plain.without_header(len(header))
        first = skipped + (form.header is None)
        empty = _write_records(plain, chain(head[first:], rows), header, DecimalSigns.of(contract))
    found = range(first + 1, first + plain.records + 1)
    suspicious = _compare(found, {first + number for number in empty}, witness, shown)
    if suspicious:
        shared = workbook.pieces(SHARED_TEXTS_PART) if workbook.has_part(SHARED_TEXTS_PART) else ()
        require_empty_rows(suspicious, workbook.pieces(sheet.part), shared, shown)
    return WrittenSheet(plain, skipped, witness.errors)


def shown_sheet(path: Path, name: str) -> Path:
    """How messages call a sheet: as if the workbook were a folder."""
    return path / name.replace("/", "_").replace("\\", "_")


def _rows(path: Path, name: str, last_row: int, shown: Path) -> Iterator[_Row]:
    """As many rows as the witness saw: those at the end that hold nothing but empty texts, a reader leaves out."""
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            sheet = book.get_sheet_by_name(name)
            count = 0
            for row in sheet.iter_rows():
                count += 1
                yield row
        yield from repeat([], last_row - count)
    except python_calamine.CalamineError as error:
        raise UnreadableFile(f"{shown}: cannot be read ({type(error).__name__}).", _SAVE_AGAIN) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a defect of the Rust library becomes
            raise
        raise UnreadableFile(f"{shown}: the reader of workbooks failed on it.", _SAVE_AGAIN) from None


def _header_row(head: list[_Row], contract: Contract) -> int:
    """How many rows stand above the header: as declared, else the first row that has every column that is needed."""
    if contract.format.skip_lines:
        return contract.format.skip_lines
    for place, row in enumerate(head):
        if any(row) and not match_header([_text(value, ".") for value in row], contract).missing:
            return place
    # None fits: the first filled one is the header that the error speaks of.
    return next((place for place, row in enumerate(head) if any(value != "" for value in row)), 0)


def _write_records(plain: PlainFile, rows: Iterable[_Row], header: list[str], signs: DecimalSigns) -> list[int]:
    """The numbers of the records that hold nothing, the first record being 1."""
    sign_of = [signs.of_column(name) for name in header]
    has_signs = any(sign != "." for sign in sign_of)
    empty = []
    for number, row in enumerate(rows, start=1):
        if has_signs:
            cells = [_text(value, sign) for value, sign in zip(row, chain(sign_of, repeat(".")), strict=False)]
        else:
            cells = [value if type(value) is str else _text(value, ".") for value in row]
        if len(cells) > len(header) and not any(cells[len(header) :]):
            cells = cells[: len(header)]  # the contract names the columns, and the sheet is wider above them
        cells += [""] * (len(header) - len(cells))
        if not plain.record(cells):
            empty.append(number)
    return empty


def _compare(found: range, empty: set[int], witness: SheetWitness, shown: Path) -> set[int]:
    """Hold the rows that were read against the witness; returns those in which only the witness saw something."""
    expected = range(found.start, max(witness.last_row + 1, found.start))
    filled = {number for number in witness.filled_rows if number >= found.start}
    read = set(found) - empty
    if found != expected or not filled >= read:
        raise UnreadableFile(
            f"{shown}: the sheet has {len(expected)} rows below its header, {len(filled)} of them filled; the reader "
            f"found {len(found)}, {len(read)} of them filled.",
            "Nothing of the file has landed. " + _SAVE_AGAIN,
        )
    return filled & empty


def _text(value: object, sign: str) -> str:
    """A value as text: dates and times in ISO form, midnight as the day alone, since a workbook knows no difference."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case float():
            return decimal_text(value, sign)
        case datetime():
            return _moment_text(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    raise TypeError(f"a cell of type {type(value).__name__}")


def _moment_text(value: datetime) -> str:
    """To the second where the fraction is what a day's fraction in binary leaves of it."""
    fraction = value.microsecond
    if _NO_FRACTION < fraction < 1_000_000 - _NO_FRACTION:
        return value.isoformat(timespec="milliseconds")
    whole = (value + timedelta(milliseconds=500)).replace(microsecond=0) if fraction else value
    return str(whole) if whole.hour or whole.minute or whole.second else whole.date().isoformat()
