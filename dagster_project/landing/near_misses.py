"""Which contracts a file's header comes near to, for files that none or several of them name.

Holds the comparison of headers and its wording. Only a file's beginning is read, by `header_peek`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dagster_project.errors import UnreadableFile

from .contract_model import Contract, Format
from .formats.detection import DESCRIPTIONS, kind_of
from .header_peek import fields_of, first_bytes
from .matching import wanted_columns
from .preamble import read_preamble
from .records import Dialect
from .words import normalise_word

_MOST_NAMES = 6
_MOST_COLUMNS = 2000  # a wider header is no export's, and would take long to compare
_NEAR = 0.5  # share of the needed columns from which a contract is worth naming
_Form = tuple[str, str, str, int]


@dataclass(frozen=True)
class NearMiss:
    """A contract beside a header.

    Attributes:
        contract: the contract.
        fitting: how many of the header's columns it reads.
        needed: how many columns it needs.
        missing: those that the header lacks, each by the names it may have.
        unknown: columns of the header that the contract does not speak of.
        other_type: what the file is, where the contract reads other types of files only.
    """

    contract: Contract
    fitting: int
    needed: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    other_type: str | None = None

    @property
    def is_able(self) -> bool:
        """Whether the contract could read the file, were it named so."""
        return not self.missing and self.other_type is None

    def __str__(self) -> str:
        unknown = f"; it does not know {_listed(self.unknown)}" if self.unknown else ""
        if self.other_type is not None and not self.missing:
            expected = " or ".join(sorted(_types(self.contract)))
            return f"{self.contract.name} knows its columns, but not {self.other_type} (it reads {expected}){unknown}"
        if not self.missing:
            return f"{self.contract.name} can read it{unknown}"
        return f"{self.contract.name} lacks {_listed(self.missing)}{unknown}"


def near_misses(path: Path, contracts: Mapping[str, Contract], count: int = 2) -> list[NearMiss]:
    """The contracts whose columns a file's header has, best first.

    Args:
        path: the file; one whose header cannot be told has no near miss.
        contracts: by name.
        count: how many to give at most.
    """
    near = [miss for miss in differences(path, contracts) if miss.fitting > 1]
    near = [miss for miss in near if miss.needed - len(miss.missing) >= _NEAR * miss.needed]
    able = [miss for miss in near if miss.is_able]
    return (able or near)[:count]


def differences(path: Path, contracts: Mapping[str, Contract]) -> list[NearMiss]:
    """How a file's header differs from what each contract needs, best first; empty where it cannot be told."""
    start = first_bytes(path)
    fields = fields_of(path, start)
    if fields is not None:
        found = [_compared(fields, contract) for contract in contracts.values() if len(fields) <= _MOST_COLUMNS]
        read, shown = _type_of(path)
        found = [miss if _types(miss.contract) & read else replace(miss, other_type=shown) for miss in found]
    else:
        forms = {form for contract in contracts.values() for form in _forms(contract)}
        headers = {form: _header(path, start, form) for form in forms}
        nearest = (_nearest(contract, headers) for contract in contracts.values())
        found = [miss for miss in nearest if miss is not None]
    return sorted(found, key=lambda miss: (len(miss.missing), -miss.fitting, miss.contract.name))


def _type_of(path: Path) -> tuple[set[str], str]:
    """The types by which a file is read that is no delimited text, and how messages call it."""
    kind = kind_of(path)
    if kind in ("parquet", "workbook"):
        return {"parquet" if kind == "parquet" else "xlsx"}, DESCRIPTIONS[kind]
    return {"json", "jsonl"}, "JSON"


def _types(contract: Contract) -> set[str]:
    return {form.type for form in (contract.format, *contract.other_formats)}


def _forms(contract: Contract) -> list[_Form]:
    """What of a contract's formats decides how a header is read."""
    return [
        (form.encoding, form.delimiter, form.quote, form.skip_lines)
        for form in (contract.format, *contract.other_formats)
        if form.header is None
    ]


def _header(path: Path, start: bytes, form: _Form) -> list[str] | None:
    encoding, delimiter, quote, skip_lines = form
    text = start.decode(encoding, errors="replace").encode()
    declared = Format(encoding=encoding, delimiter=delimiter, quote=quote, skip_lines=skip_lines)
    try:
        preamble = read_preamble(path, text, declared, Dialect(delimiter.encode(), quote.encode()), True)
    except UnreadableFile:
        return None
    return preamble.header if preamble is not None and len(preamble.header) <= _MOST_COLUMNS else None


def _nearest(contract: Contract, headers: Mapping[_Form, list[str] | None]) -> NearMiss | None:
    found = [header for form in _forms(contract) if (header := headers[form]) is not None]
    misses = [_compared(header, contract) for header in found]
    return min(misses, key=lambda miss: (len(miss.missing), -miss.fitting), default=None)


def _compared(header: list[str], contract: Contract) -> NearMiss:
    present = {normalise_word(name) for name in header} - {""}
    known: set[str] = set()
    needed: dict[tuple[str, ...], bool] = {}  # a column that several feeds need is one column
    for _, _, names, is_optional in wanted_columns(contract):
        words = {normalise_word(name) for name in names}
        known |= words
        if not is_optional:
            needed[names] = bool(words & present)
    missing = dict.fromkeys(" or ".join(names[:2]) for names, is_there in needed.items() if not is_there)
    unknown = tuple(name for name in header if normalise_word(name) not in known | {""})
    return NearMiss(contract, len(present & known), len(needed), tuple(missing), unknown)


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
