"""From a delivered file to its members, each inspected and readable as plain CSV: the one door to all formats.

A plain file has one member without a name; so has what gzip holds. An archive's entries and a workbook's sheets are
members of their own. Holds the choice of the reader; how each format is read stands beside.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from dagster_project.errors import UnreadableFile

from ..contract_model import Contract, Format
from ..forms import inspect_as_written
from ..inspection import Inspection
from ..matching import match_header, match_members
from ..store import file_sha256
from ..words import nearest_words
from .detection import DESCRIPTIONS, NO_TABLES, Kind, kind_of
from .json_rows import write_json_records
from .numbers import DecimalSigns
from .parquet_rows import write_parquet_records
from .plain_file import PlainFile, inspect_plain
from .sheet_rows import read_sheet, shown_sheet
from .typed_dates import with_typed_dates
from .unpacking import Payload, entry_names, unpack_entries, unpack_gzip
from .vertical import write_vertical_record
from .workbook import Workbook

# What the bytes of each type look like; text of every type looks alike.
_KIND_OF_TYPE: dict[str, Kind] = {"xlsx": "workbook", "parquet": "parquet"}
_TYPE_OF_KIND: dict[Kind, str] = {"workbook": "xlsx", "parquet": "parquet"}
_PEEKED_BYTES = 4096


@dataclass(frozen=True)
class Member:
    """One table of a file.

    Attributes:
        name: of the entry or sheet; None where the file is the table.
        shown: how messages call it.
        inspection: its witness; the delivery's id and size are those of the whole file.
        contract: with the format that it is written in.
        warnings: what a person should know.
    """

    name: str | None
    shown: Path
    inspection: Inspection
    contract: Contract
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenedFile:
    """A delivered file: its members in their order, and the names of those that the contract does not take."""

    delivery_id: str
    members: list[Member]
    left_members: list[str] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Of all members."""
        return sum(member.inspection.records for member in self.members)

    def remove_temporary_files(self) -> None:
        """Delete what was written to read it."""
        for member in self.members:
            member.inspection.remove_temporary_files()


def open_file(path: Path, contract: Contract, tmp_dir: Path) -> OpenedFile:
    """Open a delivered file as its contract says.

    Args:
        path: the file; it is never changed.
        contract: may name several formats; the first that fits counts.
        tmp_dir: where readable copies are written.

    Raises:
        UnreadableFile: another kind of file than the contract expects, damaged, harmful, or without a member that the
            contract takes; names file, member and line.
        FileChanged: it was written to meanwhile.
    """
    kind = kind_of(path)
    declared = contract.format.compression
    if declared is not None and declared != "none" and kind not in (declared, "workbook"):
        raise UnreadableFile(
            f"{path}: is {DESCRIPTIONS[kind]}, the contract says {declared}.",
            "Leave `compression` out of the contract, and the file's first bytes decide.",
        )
    left: list[str] = []
    if declared == "zip" or (kind == "zip" and declared is None):
        opened, left = _entries(path, contract, tmp_dir)
    elif kind == "gzip" and declared != "none":
        opened = [_member(unpack_gzip(path, tmp_dir), contract, tmp_dir)]
    elif kind == "workbook":
        opened, left = _sheets(path, contract, tmp_dir)
    else:
        opened = [_member(Payload(None, path, path), contract, tmp_dir)]
        if opened[0].contract.format.type == "csv" and not opened[0].contract.format.vertical:
            return OpenedFile(opened[0].inspection.delivery_id, opened)  # hashed while it was inspected
    delivery_id, size = file_sha256(path), path.stat().st_size
    whole = [replace(member.inspection, delivery_id=delivery_id, size_bytes=size) for member in opened]
    members = [replace(member, inspection=inspection) for member, inspection in zip(opened, whole, strict=True)]
    return OpenedFile(delivery_id, members, left)


def _entries(path: Path, contract: Contract, tmp_dir: Path) -> tuple[list[Member], list[str]]:
    names = entry_names(path)
    wanted, left = _wanted(names, contract, path, "entry")
    payloads = unpack_entries(path, wanted.__contains__, tmp_dir)
    return [_member(payload, contract, tmp_dir) for payload in payloads], left


def _sheets(path: Path, contract: Contract, tmp_dir: Path) -> tuple[list[Member], list[str]]:
    """The sheets that the contract names; else every sheet that a person sees. Empty ones count for nothing."""
    form = next(iter(_forms(contract, "workbook", path)))
    written_as = with_typed_dates(_in(contract, form))
    workbook = Workbook(path)
    sheets = workbook.sheets()
    wanted, left = _wanted([sheet.name for sheet in sheets], contract, path, "sheet")
    members = []
    for sheet in sheets:
        if sheet.name not in wanted:
            continue
        if not (contract.members or sheet.is_visible):
            left.append(sheet.name)
            continue
        written = read_sheet(workbook, sheet, written_as, tmp_dir)
        if written is not None:
            shown = shown_sheet(path, sheet.name)
            form_of_sheet = form.model_copy(update={"skip_lines": written.skipped_lines})
            inspection = inspect_plain(written.plain, form_of_sheet, shown, tmp_dir)
            members.append(Member(sheet.name, shown, inspection, written_as, _about_errors(sheet.name, written.errors)))
    if not members:
        raise UnreadableFile(f"{path}: none of its sheets holds anything.", "Export it again.")
    if len(members) > 1 and not contract.members:
        _refuse_other_sheets(members)
    return members, left


def _refuse_other_sheets(members: list[Member]) -> None:
    for member in members:
        if match_header(member.inspection.header, member.contract).missing:
            raise UnreadableFile(
                f"{member.shown}: the sheet has not the columns that the contract needs.",
                f"Name the sheets with data in the contract, such as `members: [{members[0].name}]`.",
            )


def _about_errors(sheet: str, errors: int) -> tuple[str, ...]:
    if not errors:
        return ()
    return (f"sheet {sheet}: {errors} cells hold an error of the spreadsheet, such as #N/A; they count as empty.",)


def _wanted(names: list[str], contract: Contract, path: Path, what: str) -> tuple[list[str], list[str]]:
    wanted, left = match_members(names, contract.members)
    if not wanted:
        near = [name for pattern in contract.members for name in nearest_words(pattern, names, count=2)]
        held = ", ".join(repr(name) for name in (near or names)[:3]) or "nothing"
        raise UnreadableFile(
            f"{path}: no {what} is named {' or '.join(contract.members) or 'at all'}; it holds {held}.",
            "Correct `members` in the contract.",
        )
    return wanted, left


def _member(payload: Payload, contract: Contract, tmp_dir: Path) -> Member:
    """One table of a file that holds one only."""
    kind = kind_of(payload.path)
    forms = _forms(contract, kind, payload.shown)
    form = _form_of_text(payload.path, forms) if kind == "text" else forms[0]
    written_as = _in(contract, form)
    if form.type == "csv" and form.vertical:
        reports = [form for form in forms if form.vertical]
        plain, form = write_vertical_record(payload.path, reports, contract, payload.shown, tmp_dir)
        inspection, written_as = _of_plain(plain, form, payload, tmp_dir), _in(contract, form)
    elif form.type == "csv":
        texts = [form for form in forms if form.type == "csv"]
        several = contract.model_copy(update={"format": texts[0], "other_formats": tuple(texts[1:])})
        inspection, written_as = _inspected(payload, several, tmp_dir)
    elif form.type == "parquet":
        plain = write_parquet_records(payload.path, DecimalSigns.of(written_as), payload.shown, tmp_dir)
        inspection, written_as = _of_plain(plain, form, payload, tmp_dir), with_typed_dates(written_as)
    else:
        plain = write_json_records(payload.path, form, DecimalSigns.of(written_as), payload.shown, tmp_dir)
        inspection = _of_plain(plain, form, payload, tmp_dir)
    if payload.path != payload.shown:
        inspection = replace(inspection, temporary_paths=(*inspection.temporary_paths, payload.path))
    return Member(payload.name, payload.shown, inspection, written_as)


def _inspected(payload: Payload, contract: Contract, tmp_dir: Path) -> tuple[Inspection, Contract]:
    if payload.path == payload.shown:
        return inspect_as_written(payload.path, contract, tmp_dir)
    try:
        return inspect_as_written(payload.path, contract, tmp_dir)
    except UnreadableFile as error:
        raise UnreadableFile(error.message.replace(str(payload.path), str(payload.shown)), error.hint) from None


def _of_plain(plain: PlainFile, form: Format, payload: Payload, tmp_dir: Path) -> Inspection:
    # Names come from the fields: there is no header line to skip to, and none to replace.
    named = form.model_copy(update={"header": None, "skip_lines": 0})
    return inspect_plain(plain, named, payload.shown, tmp_dir)


def _forms(contract: Contract, kind: Kind, shown: Path) -> list[Format]:
    """The contract's formats that such bytes can be in.

    Raises:
        UnreadableFile: there is none.
    """
    forms = [
        form for form in (contract.format, *contract.other_formats) if _KIND_OF_TYPE.get(form.type, "text") == kind
    ]
    if not forms:
        expected = " or ".join(dict.fromkeys(form.type for form in (contract.format, *contract.other_formats)))
        known = _TYPE_OF_KIND.get(kind)
        hint = f"Write `type: {known}` in the contract's `format` or `other_formats`, or export it as {expected}."
        raise UnreadableFile(
            f"{shown}: is {DESCRIPTIONS[kind]}, the contract expects {expected}.",
            hint if known else NO_TABLES.get(kind, f"Export it as {expected}."),
        )
    return forms


def _form_of_text(path: Path, forms: list[Format]) -> Format:
    """Of formats that are all text, the one that the first sign tells: a list, an item, or anything else."""
    types = {form.type for form in forms}
    if len(types) == 1:
        return forms[0]
    with path.open("rb") as file:
        start = file.read(_PEEKED_BYTES).decode(forms[0].encoding, errors="replace").lstrip("\ufeff \t\r\n")
    told = "json" if start.startswith("[") else "jsonl" if start.startswith("{") else "csv"
    return next((form for form in forms if form.type == told), forms[0])


def _in(contract: Contract, form: Format) -> Contract:
    return contract.model_copy(update={"format": form})
