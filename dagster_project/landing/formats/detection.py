"""What kind of file the first bytes say it is. Holds the telling only; what is done about it stands in `opening`."""

import zipfile
from pathlib import Path
from typing import Final, Literal

Kind = Literal[
    "text", "gzip", "zip", "workbook", "parquet", "old_office", "open_document", "document", "pdf", "image", "web_page"
]
WORKBOOK_PART: Final = "xl/workbook.xml"

_PEEKED_BYTES: Final = 512
_STARTS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an archive without entries
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
)
_WEB_PAGES: Final = (b"<!doctype html", b"<html")
# Parts by which an archive is known to be a file of an office program.
_PARTS: Final[dict[str, Kind]] = {
    WORKBOOK_PART: "workbook",
    "word/document.xml": "document",
    "ppt/presentation.xml": "document",
    "META-INF/manifest.xml": "open_document",
}
DESCRIPTIONS: Final[dict[Kind, str]] = {
    "text": "plain text",
    "gzip": "compressed by gzip",
    "zip": "a zip archive",
    "workbook": "an Excel workbook",
    "parquet": "a Parquet file",
    "old_office": "an old or password-protected Office file",
    "open_document": "a file of LibreOffice or OpenOffice",
    "document": "a document of text or slides",
    "pdf": "a PDF",
    "image": "an image",
    "web_page": "a web page",
}
# Kinds that nobody can read as a table, with what to do about each.
NO_TABLES: Final[dict[Kind, str]] = {
    "old_office": "Save it as .xlsx without a password, or export it as csv.",
    "open_document": "Save it as .xlsx or csv.",
    "document": "Ask the tool that holds the data for an export as csv or .xlsx.",
    "pdf": "Ask the tool that holds the data for an export as csv or .xlsx.",
    "image": "Ask the tool that holds the data for an export as csv or .xlsx.",
    "web_page": "If a browser shows a table, save it from a spreadsheet as csv; if it asks to log in, export again.",
}


def kind_of(path: Path) -> Kind:
    """The kind of a file; anything without a known mark is text."""
    with path.open("rb") as file:
        start = file.read(_PEEKED_BYTES)
    kind: Kind = next((kind for mark, kind in _STARTS if start.startswith(mark)), "text")
    if kind == "text" and start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGES):
        return "web_page"
    return _kind_of_archive(path) if kind == "zip" else kind


def _kind_of_archive(path: Path) -> Kind:
    from .archive import archive_entries  # noqa: PLC0415 (that module needs none of this one's kinds)

    try:
        names = {entry.filename for entry in archive_entries(path, path)}
    except zipfile.BadZipFile:
        return "zip"
    return next((kind for part, kind in _PARTS.items() if part in names), "zip")
