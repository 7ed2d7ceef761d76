"""Files of every format, written by the standard library and by hand, never by the code under test."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Cell styles: 0 general, 1 a day, 2 a day with time, 3 a time.
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/></cellXfs>'
    "</styleSheet>"
)
_EPOCH = datetime(1899, 12, 30)


class Raw(str):
    """A cell's XML, written as it is."""


def column_letters(index: int) -> str:
    """A, B, …, Z, AA for 0, 1, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_xml(reference: str, value: Any) -> str:
    """One cell as Excel writes it."""
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("REF", reference)
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime | date):
        is_moment = isinstance(value, datetime)
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return (
            f'<c r="{reference}" s="{2 if is_moment else 1}"><v>{(moment - _EPOCH).total_seconds() / 86400!r}</v></c>'
        )
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def sheet_xml(rows: dict[int, list[Any]]) -> str:
    """A worksheet's part: row number → cells."""
    body = "".join(
        f'<row r="{number}">'
        + "".join(cell_xml(f"{column_letters(index)}{number}", value) for index, value in enumerate(cells))
        + "</row>"
        for number, cells in rows.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def write_workbook(
    path: Path, sheets: dict[str, dict[int, list[Any]] | str], *, hidden: tuple[str, ...] = (), shared: str = ""
) -> Path:
    """A workbook: sheet name → rows, or the XML of its part."""
    parts = {
        f"xl/worksheets/sheet{number}.xml": content if isinstance(content, str) else sheet_xml(content)
        for number, content in enumerate(sheets.values(), start=1)
    }
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for number, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    extra = f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
        extra += f'<Relationship Id="t" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    parts |= {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="w" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}{extra}'
        "</Relationships>",
        "xl/styles.xml": STYLES,
    }
    return write_zip(path, parts)


def write_zip(path: Path, entries: dict[str, str | bytes]) -> Path:
    """An archive of these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path
