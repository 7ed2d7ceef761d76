"""What kind of file the first bytes say it is. Holds the telling only; what is done about it stands in `opening`."""

import zipfile
from pathlib import Path
from typing import Literal

Kind = Literal["text", "gzip", "zip", "workbook", "parquet", "old_office"]
WORKBOOK_PART = "xl/workbook.xml"

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an archive without entries
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
)
DESCRIPTIONS: dict[Kind, str] = {
    "text": "plain text",
    "gzip": "compressed by gzip",
    "zip": "a zip archive",
    "workbook": "an Excel workbook",
    "parquet": "a Parquet file",
    "old_office": "an old or password-protected Office file",
}


def kind_of(path: Path) -> Kind:
    """The kind of a file; anything without a known mark is text."""
    with path.open("rb") as file:
        start = file.read(8)
    kind: Kind = next((kind for mark, kind in _STARTS if start.startswith(mark)), "text")
    return "workbook" if kind == "zip" and _is_workbook(path) else kind


def _is_workbook(path: Path) -> bool:
    from .archive import archive_entries  # noqa: PLC0415 (that module needs none of this one's kinds)

    try:
        return any(entry.filename == WORKBOOK_PART for entry in archive_entries(path, path))
    except zipfile.BadZipFile:
        return False
