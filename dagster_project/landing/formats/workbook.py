"""What an Excel workbook consists of: its sheets and the parts that hold them, each checked before a reader sees it.

Parts are read as bytes or by a parser that expands nothing; document types are refused. Holds no cell.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from dagster_project.errors import UnreadableFile

from ..words import has_hidden_marks
from .archive import archive_entries, inflate
from .detection import WORKBOOK_PART
from .limits import InflationGuard

_RELATIONS_PART = "xl/_rels/workbook.xml.rels"
SHARED_TEXTS_PART = "xl/sharedStrings.xml"
_SMALL_PARTS = ("[Content_Types].xml", "_rels/.rels", WORKBOOK_PART, _RELATIONS_PART, "xl/styles.xml")
_MOST_SMALL_PART_BYTES = 16 * 1024 * 1024
_MOST_SHARED_TEXT_BYTES = 512 * 1024 * 1024
_MOST_SHEET_BYTES = 4 * 1024**3
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OVERLAP = 16
_SAVE_AGAIN = "Open it in a spreadsheet and save it again as .xlsx, or export it as csv."


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, whether a person sees it, and the part that holds it."""

    name: str
    is_visible: bool
    part: str


class Workbook:
    """The parts of a workbook, by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries = {entry.filename: entry for entry in archive_entries(path, path)}
        self._guard = InflationGuard(path)
        for part in _SMALL_PARTS:
            if part in self._entries:
                self._drain(part, _MOST_SMALL_PART_BYTES)
        if SHARED_TEXTS_PART in self._entries:
            self._drain(SHARED_TEXTS_PART, _MOST_SHARED_TEXT_BYTES)

    def sheets(self) -> list[SheetPart]:
        """The worksheets in the workbook's order; charts and the like left out.

        Raises:
            UnreadableFile: the workbook's own description is damaged.
        """
        try:
            described = self._xml(WORKBOOK_PART)
            relations = {
                relation.get("Id", ""): (relation.get("Type", ""), relation.get("Target", ""))
                for relation in self._xml(_RELATIONS_PART)
            }
        except (ElementTree.ParseError, KeyError, ValueError):
            raise UnreadableFile(f"{self.path}: the list of its sheets is damaged.", _SAVE_AGAIN) from None
        sheets = []
        for element in described.iter():
            if element.tag.rpartition("}")[2] != "sheet":
                continue
            identifier = next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "id"), "")
            kind, target = relations.get(identifier, ("", ""))
            name = element.get("name", "")
            if kind.endswith("/worksheet"):
                self._refuse_name(name)
                sheets.append(SheetPart(name, element.get("state", "visible") == "visible", _part_of(target)))
        return sheets

    def has_part(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._entries

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of a part.

        Raises:
            UnreadableFile: damaged, too large, of another encoding than UTF-8, or with a document type.
        """
        entry: zipfile.ZipInfo | None = self._entries.get(part)
        if entry is None:
            raise UnreadableFile(f"{self.path}: a sheet's part is missing.", _SAVE_AGAIN)
        if entry.file_size > _MOST_SHEET_BYTES:
            raise UnreadableFile(f"{self.path}: a sheet is larger than {_MOST_SHEET_BYTES} bytes.", _SAVE_AGAIN)
        end = b""
        with self.path.open("rb") as file:
            for number, piece in enumerate(inflate(file, entry, self._guard, self.path)):
                if number == 0 and (b"\0" in piece[:4] or piece.startswith((b"\xff\xfe", b"\xfe\xff"))):
                    raise UnreadableFile(f"{self.path}: one of its parts is not UTF-8.", _SAVE_AGAIN)
                if b"<!" in piece or b"<!" in end + piece[:_OVERLAP]:
                    self._refuse_document_type(end + piece)
                end = piece[-_OVERLAP:]
                yield piece

    def _refuse_document_type(self, content: bytes) -> None:
        if _DOCUMENT_TYPE.search(content):
            raise UnreadableFile(f"{self.path}: declares a document type, as no spreadsheet does.", _SAVE_AGAIN)

    def _refuse_name(self, name: str) -> None:
        if not name or has_hidden_marks(name):
            raise UnreadableFile(f"{self.path}: the sheet {name!r} has marks in its name that cannot be seen.", "")

    def _drain(self, part: str, most: int) -> None:
        if self._entries[part].file_size > most:
            raise UnreadableFile(f"{self.path}: its part {part} is larger than {most} bytes.", _SAVE_AGAIN)
        for _ in self.pieces(part):
            pass

    def _xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(b"".join(self.pieces(part)))  # noqa: S314 (no document type, 16 MB at most)


def _part_of(target: str) -> str:
    """The entry that a relation of the workbook leads to."""
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
