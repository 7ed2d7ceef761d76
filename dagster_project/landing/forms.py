"""Which of a contract's formats a file is written in: the tool's own, or that of a spreadsheet that saved it again.

Decided by the file's first bytes: the first format by which the header has every column that the contract needs. Holds
the choice only; the file as a whole is judged by `inspection`.
"""

from pathlib import Path

from dagster_project.errors import UnreadableFile

from .contract_model import Contract, Format
from .decoding import FileChanged
from .inspection import Inspection, inspect
from .matching import match_header
from .preamble import read_preamble
from .records import Dialect

_PEEKED_BYTES = 256 * 1024


def inspect_as_written(path: Path, contract: Contract, tmp_dir: Path) -> tuple[Inspection, Contract]:
    """Inspect a file in the format that it is written in.

    Args:
        path: the delivered file.
        contract: may name several formats.
        tmp_dir: see `inspect`.

    Returns:
        the inspection, and the contract with the format that was found.

    Raises:
        UnreadableFile: of the last format that the header fits; of the contract's first one where it fits none.
    """
    forms = _fitting(path, contract) or [contract.format]
    for form in forms[:-1]:
        try:
            return inspect(path, form, tmp_dir), _in(contract, form)
        except FileChanged:
            raise
        except UnreadableFile:
            continue  # the header is plain in both encodings, the records are not
    return inspect(path, forms[-1], tmp_dir), _in(contract, forms[-1])


def _in(contract: Contract, form: Format) -> Contract:
    return contract.model_copy(update={"format": form})


def _fitting(path: Path, contract: Contract) -> list[Format]:
    if not contract.other_formats:
        return []
    with path.open("rb") as file:
        start = file.read(_PEEKED_BYTES)
    return [form for form in (contract.format, *contract.other_formats) if _fits(path, start, contract, form)]


def _fits(path: Path, start: bytes, contract: Contract, form: Format) -> bool:
    text = start.decode(form.encoding, errors="replace").encode()
    dialect = Dialect(form.delimiter.encode(), form.quote.encode())
    try:
        preamble = read_preamble(path, text, form, dialect, True)
    except UnreadableFile:
        return False
    return preamble is not None and not match_header(preamble.header, contract).missing
