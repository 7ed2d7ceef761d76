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
from .preamble import Preamble, read_preamble
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
    forms = [form for form, _ in fitting_forms(path, contract)] if contract.other_formats else []
    forms = forms or [contract.format]
    for form in forms[:-1]:
        try:
            return inspect(path, form, tmp_dir), _in(contract, form)
        except FileChanged:
            raise
        except UnreadableFile:
            continue  # the header is plain in both encodings, the records are not
    return inspect(path, forms[-1], tmp_dir), _in(contract, forms[-1])


def fitting_forms(path: Path, contract: Contract) -> list[tuple[Format, Preamble]]:
    """The contract's formats by which the header has every column that the contract needs, each with that header."""
    with path.open("rb") as file:
        start = file.read(_PEEKED_BYTES)
    read = [(form, _preamble(path, start, form)) for form in (contract.format, *contract.other_formats)]
    return [
        (form, preamble)
        for form, preamble in read
        if preamble is not None and not match_header(preamble.header, contract).missing
    ]


def _preamble(path: Path, start: bytes, form: Format) -> Preamble | None:
    text = start.decode(form.encoding, errors="replace").encode()
    dialect = Dialect(form.delimiter.encode(), form.quote.encode())
    try:
        return read_preamble(path, text, form, dialect, True)
    except UnreadableFile:
        return None


def _in(contract: Contract, form: Format) -> Contract:
    return contract.model_copy(update={"format": form})
