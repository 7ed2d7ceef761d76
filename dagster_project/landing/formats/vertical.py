"""A report that stands on end: a name and its value on each line, the whole file one record.

Holds its turning into a plain record. Titles of sections, and tables within the report, have not two cells to a line
and are passed over; of a name that stands twice the first value counts.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from dagster_project.errors import UnreadableFile

from ..contract_model import Contract, Format
from ..decoding import Utf8Blocks
from ..inspection_result import MAX_COLUMNS
from ..matching import match_header
from .plain_file import PlainFile

_BLOCK_BYTES = 256 * 1024
_MOST_BYTES = 1_000_000
_CELLS = 2


def write_vertical_record(
    path: Path, forms: Sequence[Format], contract: Contract, shown: Path, tmp_dir: Path
) -> tuple[PlainFile, Format]:
    """Write the report as a header and one record.

    Args:
        path: the text file.
        forms: the contract's formats of reports; the first counts by which the file has every needed name.
        contract: tells which names are needed.
        shown: how messages call the file.
        tmp_dir: the scratch folder.

    Returns:
        the plain file, and the format that was found.

    Raises:
        UnreadableFile: longer than a report is, in another encoding, or without a name and its value.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile(f"{shown}: is longer than a report of names and values.", "Is it a list of records?")
    read = [(form, _pairs(path, form)) for form in _decodable(path, forms)]
    fitting = [found for found in read if not match_header(list(found[1]), contract).missing]
    form, pairs = (fitting or read)[0]
    if not pairs:
        raise UnreadableFile(f"{shown}: no line has a name and its value.", "Check the delimiter in the contract.")
    if len(pairs) > MAX_COLUMNS:
        raise UnreadableFile(f"{shown}: has more than {MAX_COLUMNS} names.", "Is it a list of records?")
    with PlainFile(tmp_dir) as plain:
        plain.header(list(pairs))
        plain.record(list(pairs.values()))
    return plain, form


def _decodable(path: Path, forms: Sequence[Format]) -> list[Format]:
    """The formats whose encoding the file has.

    Raises:
        UnreadableFile: of the first format, where there is none.
    """
    readable = []
    for form in forms:
        try:
            for _ in Utf8Blocks(path, form.encoding, _BLOCK_BYTES, None):
                pass
        except UnreadableFile:
            continue
        readable.append(form)
    if not readable:
        for _ in Utf8Blocks(path, forms[0].encoding, _BLOCK_BYTES, None):
            pass  # raises what is wrong with it
    return readable


def _pairs(path: Path, form: Format) -> dict[str, str]:
    text = b"".join(Utf8Blocks(path, form.encoding, _BLOCK_BYTES, None)).decode("utf-8").lstrip("\ufeff")
    lines = io.StringIO(text, newline="")
    if form.quote:
        reader = csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote)
    else:
        reader = csv.reader(lines, delimiter=form.delimiter, quoting=csv.QUOTE_NONE)
    pairs: dict[str, str] = {}
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            name = cells[0].rstrip(": \u00a0") if cells else ""
            if len(cells) == _CELLS and name:
                pairs.setdefault(name, cells[1])
    except csv.Error:
        return {}
    return pairs
