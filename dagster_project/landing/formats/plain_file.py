"""A member's cells as a plain UTF-8 CSV file, the one shape in which every format goes on.

Records that a reader cannot take stand there as blank lines and are named as rejected once the lines are counted.
Knows no format but this one.
"""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from dagster_project.errors import UnreadableFile

from ..contract_model import Format
from ..inspection import Inspection, inspect
from ..inspection_result import SetAsideRecord
from ..set_aside import SetAside

_BUFFER_BYTES = 1 << 20


class PlainFile:
    """Writes records in order; use it as a context, then `inspect_plain`."""

    def __init__(self, tmp_dir: Path) -> None:
        tmp_dir.mkdir(parents=True, exist_ok=True)
        self.records = 0
        self.rejected = SetAside()
        with tempfile.NamedTemporaryFile(prefix="plain-", suffix=".csv", dir=tmp_dir, delete=False) as file:
            self.path = Path(file.name)
        self._file = self.path.open("w", encoding="utf-8", newline="", buffering=_BUFFER_BYTES)
        self._plain = csv.writer(self._file, lineterminator="\n")
        self._quoting = csv.writer(self._file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self._blank = "\n"

    def __enter__(self) -> "PlainFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def skip_lines(self, count: int) -> None:
        """Lines before the header, so that errors name the line that the original has."""
        self._file.write("\n" * count)

    def header(self, names: Sequence[str]) -> None:
        """The column names, as the first line."""
        self.without_header(len(names))
        if any(names):
            self._write(names)
        else:
            self._file.write(self._blank)

    def without_header(self, columns: int) -> None:
        """The number of columns where the contract names them."""
        self._blank = "," * (columns - 1) + "\n"

    def record(self, cells: Sequence[str]) -> bool:
        """Append a record, with as many cells as there are columns; returns whether any of them is filled."""
        self.records += 1
        is_filled = any(cells)
        if is_filled:
            self._write(cells)
        else:
            self._file.write(self._blank)
        return is_filled

    def reject(self, reason: str) -> None:
        """Append a record that cannot be read."""
        self.records += 1
        self._file.write(self._blank)
        self.rejected.add(self.records, "rejected", reason)

    def _write(self, cells: Sequence[str]) -> None:
        # The plain writer leaves a lone carriage return unquoted, which would end the record.
        writer = self._quoting if any("\r" in cell for cell in cells) else self._plain
        writer.writerow(cells)


def inspect_plain(plain: PlainFile, form: Format, shown: Path, tmp_dir: Path) -> Inspection:
    """What the witness of plain files says of it.

    Args:
        plain: written and closed.
        form: the contract's format; its header, footers and skipped lines count.
        shown: how messages call the member.
        tmp_dir: for a readable copy, if one is needed.

    Raises:
        UnreadableFile: no header, too long a record, or a record lost on the way here.
    """
    inspection = inspect_shown(plain.path, plain_form(form), shown, tmp_dir)
    if inspection.records != plain.records:
        raise UnreadableFile(
            f"{shown}: {plain.records} records were read, and {inspection.records} arrived.",
            "Nothing of the file has landed; please report it.",
        )
    inspection = replace(inspection, temporary_paths=(*inspection.temporary_paths, plain.path))
    return _with_rejected(inspection, plain.rejected) if len(plain.rejected) else inspection


def inspect_shown(path: Path, form: Format, shown: Path, tmp_dir: Path) -> Inspection:
    """Inspect a file of the scratch folder; errors call it by the name that the user knows."""
    try:
        return inspect(path, form, tmp_dir)
    except UnreadableFile as error:
        raise UnreadableFile(error.message.replace(str(path), str(shown)), error.hint) from None


def plain_form(form: Format) -> Format:
    """How a plain file is written, whatever the original's encoding and delimiter were."""
    return form.model_copy(update={"type": "csv", "encoding": "utf-8", "delimiter": ",", "quote": '"'})


def _with_rejected(inspection: Inspection, rejected: SetAside) -> Inspection:
    """The records that the reader refused, which the witness of lines took for blank ones."""
    merged = SetAside()
    refused = iter(rejected.records(0, len(rejected)))
    following = next(refused, None)
    for record in _set_aside(inspection):
        if following is not None and following.row_number == record.row_number:
            record, following = following, next(refused, None)  # noqa: PLW2901
        merged.add(record.row_number, record.disposition, record.reason)
    if following is not None or inspection.set_aside_path is None:
        raise UnreadableFile(f"{inspection.readable_path}: a rejected record has no line.", "Please report it.")
    merged.write(inspection.set_aside_path)
    return replace(inspection, set_aside=merged.records(), set_aside_counts=merged.counts())


def _set_aside(inspection: Inspection) -> Iterator[SetAsideRecord]:
    if inspection.set_aside_path is None:
        return
    with inspection.set_aside_path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            disposition = next(known for known in inspection.set_aside_counts if known == row["disposition"])
            yield SetAsideRecord(int(row["row_number"]), disposition, row["reason"])
