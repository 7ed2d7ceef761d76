"""Files that hold no table: each is told as what it is, with what to do."""

import gzip
import zipfile
from pathlib import Path

import pytest

from dagster_project.drafting import draft_contract
from dagster_project.errors import UsageError


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "is a PDF, no table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is an image, no table"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>\n<html><body>Log in, please</body></html>", "is a web page, no table"),
        (b"{\\rtf1\\ansi Bonjour}", "is a document of text or slides, no table"),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_what_is_no_table_is_told_as_what_it_is(tmp_path: Path, content: bytes, told: str, is_packed: bool) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    with pytest.raises(UsageError) as caught:
        draft_contract(path, None, ())
    assert caught.value.message == f"{path}: {told}."
    assert "export" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("part", "told"),
    [("word/document.xml", "a document of text or slides"), ("META-INF/manifest.xml", "a file of LibreOffice")],
)
def test_files_of_office_programs_that_are_no_workbooks_are_told(tmp_path: Path, part: str, told: str) -> None:
    path = tmp_path / "export.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<x/>")
    with pytest.raises(UsageError, match=told):
        draft_contract(path, None, ())
