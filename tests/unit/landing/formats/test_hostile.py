"""Files made to harm: each is refused in one clear message while the rest of the inbox lands."""

import gzip
import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

import duckdb
import pytest

from tests.unit.landing.formats import calls
from tests.unit.landing.formats.written import Raw, sheet_xml, write_workbook, write_zip

MEGABYTE = 1024 * 1024
INNOCENT = calls.delimited(",")


def bomb(size: int) -> bytes:
    """A zip's worth of one repeated byte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"a" * MEGABYTE
    return b"".join(packer.compress(block) for _ in range(size // MEGABYTE)) + packer.flush()


def zip_bomb(path: Path) -> None:
    write_zip(path, {"calls.csv": b"a" * (100 * MEGABYTE)})


def lying_zip_bomb(path: Path) -> None:
    """Its directory says that there are ten bytes."""
    packed = bomb(200 * MEGABYTE)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, 5, 0) + b"a.csv"
    central = (
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, 5, 0, 0, 0, 0, 0, 0)
        + b"a.csv"
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local) + len(packed), 0)
    path.write_bytes(local + packed + central + end)


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", 9) as file:
        for _ in range(200):
            file.write(b"a" * MEGABYTE)


def nested_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("calls.csv", INNOCENT)
    write_zip(path, {"calls.zip": inner.getvalue()})


def zipped_gzip(path: Path) -> None:
    write_zip(path, {"calls.csv": gzip.compress(INNOCENT.encode())})


def leading_out(path: Path) -> None:
    write_zip(path, {"../../amorce.yml": "name: taken over"})


def absolute(path: Path) -> None:
    write_zip(path, {"/etc/calls.csv": INNOCENT})


def windows_path(path: Path) -> None:
    write_zip(path, {"..\\..\\calls.csv": INNOCENT})


def link(path: Path) -> None:
    entry = zipfile.ZipInfo("calls.csv")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "/etc/passwd")


def right_to_left(path: Path) -> None:
    write_zip(path, {"calls\u202evsc.exe": INNOCENT})


def encrypted(path: Path) -> None:
    write_zip(path, {"calls.csv": INNOCENT})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.csv", "")


def twice_the_same_name(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("calls.csv", INNOCENT)
        archive.writestr("calls.csv", "another")


def cut_short_zip(path: Path) -> None:
    write_zip(path, {"calls.csv": INNOCENT})
    path.write_bytes(path.read_bytes()[:-30])


def flipped_byte(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("calls.csv", INNOCENT)
    path.write_bytes(path.read_bytes().replace(b"Ann", b"Bnn", 1))


def cut_short_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(INNOCENT.encode())[:-12])


def gzip_with_a_tail(path: Path) -> None:
    path.write_bytes(gzip.compress(INNOCENT.encode()) + b"tail")


def empty_zip(path: Path) -> None:
    write_zip(path, {})


ARCHIVES: list[tuple[Callable[[Path], None], str]] = [
    (zip_bomb, "more than 200 times as large"),
    (lying_zip_bomb, "the packed bytes are damaged"),
    (gzip_bomb, "more than 200 times as large"),
    (nested_zip, "calls.zip: an archive or a workbook within a packed file"),
    (zipped_gzip, "calls.csv: an archive or a workbook within a packed file"),
    (leading_out, "leads out of the archive"),
    (absolute, "leads out of the archive"),
    (windows_path, "leads out of the archive"),
    (link, "is a link"),
    (right_to_left, "marks in its name that cannot be seen"),
    (encrypted, "is encrypted"),
    (many_entries, "more than 10000 entries"),
    (twice_the_same_name, "two of its entries are named"),
    (cut_short_zip, "the archive ends before its directory"),
    (flipped_byte, "the packed bytes are damaged"),
    (cut_short_gzip, "the packed file ends before its end"),
    (gzip_with_a_tail, "the packed bytes are damaged"),
    (empty_zip, "it holds nothing"),
]


@pytest.mark.parametrize(("write", "message"), ARCHIVES)
def test_a_hostile_archive_is_refused_and_the_rest_lands(
    tmp_path: Path, write: Callable[[Path], None], message: str
) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    write(workspace.inbox / f"{calls.NAME}.zip")
    start = process_time()
    assert message in calls.refusal(workspace)
    assert process_time() - start < 6  # two landings of it are the innocent file's and DuckDB's start
    assert not list(workspace.tmp_dir.glob("landing-*"))


def entity_bomb(path: Path) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml({1: calls.HEADER})
    write_workbook(path, {"Appels": xml})


def entity_bomb_in_texts(path: Path) -> None:
    shared = "<!DOCTYPE x><si><t>a</t></si>"
    write_workbook(path, {"Appels": {1: calls.HEADER}}, shared=shared)


def cell_far_out(path: Path) -> None:
    write_workbook(path, {"Appels": {1: calls.HEADER, 1_048_576: [*[None] * 16_000, "far out"]}})


def rows_out_of_order(path: Path) -> None:
    write_workbook(path, {"Appels": {1: calls.HEADER, 5: ["Entrant"], 3: ["Sortant"]}})


def row_number_too_high(path: Path) -> None:
    write_workbook(path, {"Appels": {1: calls.HEADER, 999_999_999: ["Entrant"]}})


def endless_cell(path: Path) -> None:
    text = bytes(range(97, 123)) * (40 * MEGABYTE // 26)
    write_workbook(path, {"Appels": {1: calls.HEADER, 2: [text.decode()]}})


def workbook_cut_short(path: Path) -> None:
    write_workbook(path, {"Appels": sheet_xml({1: calls.HEADER, 2: ["Entrant"]}).split("</row></sheetData>")[0]})


def sheet_without_part(path: Path) -> None:
    write_workbook(path, {"Appels": {1: calls.HEADER}})
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    write_zip(path, dict(kept))


def hidden_sheet_name(path: Path) -> None:
    write_workbook(path, {"Appels\u202e": {1: calls.HEADER}})


def password(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


WORKBOOKS: list[tuple[Callable[[Path], None], str]] = [
    (entity_bomb, "declares a document type"),
    (entity_bomb_in_texts, "declares a document type"),
    (cell_far_out, "are more cells than can be read"),
    (rows_out_of_order, "its rows are not in order after row 5"),
    (row_number_too_high, "its rows are not in order after row 1"),
    (endless_cell, "row 2 is longer than 16777216 bytes"),
    (workbook_cut_short, "ends within row 2"),
    (sheet_without_part, "a sheet's part is missing"),
    (hidden_sheet_name, "marks in its name that cannot be seen"),
    (password, "an old or password-protected Office file"),
]


@pytest.mark.parametrize(("write", "message"), WORKBOOKS)
def test_a_hostile_workbook_is_refused_and_the_rest_lands(
    tmp_path: Path, write: Callable[[Path], None], message: str
) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    both = (workspace.contracts_dir / "contract.yml").read_text(encoding="utf-8")
    both = both.replace("feeds:", "other_formats: [{type: xlsx}]\nfeeds:", 1)
    (workspace.contracts_dir / "contract.yml").write_text(both, encoding="utf-8")
    write(workspace.inbox / f"{calls.NAME}.xlsx")
    before = getrusage(RUSAGE_SELF).ru_maxrss
    start = process_time()
    assert message in calls.refusal(workspace)
    assert process_time() - start < 6
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 600_000  # kB


def test_a_formula_is_read_as_the_value_that_it_had(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: xlsx")
    command = Raw('<c r="REF" t="str"><f>HYPERLINK("http://example.org","Ann")</f><v>=cmd|\' /C calc\'!A0</v></c>')
    amount = Raw('<c r="REF"><f>1000+234.56</f><v>1234.56</v></c>')
    record = [*calls.RECORDS[0][:2], command, "06 12 34 56 78", amount]
    write_workbook(workspace.inbox / f"{calls.NAME}.xlsx", {"Appels": {1: calls.HEADER[:5], 2: record}})
    calls.land_inbox(workspace)
    assert calls.landed_rows(workspace) == calls.LANDED[:1]


def json_far_too_long(path: Path) -> None:
    path.write_bytes(b'[{"Sens": "' + b"a" * (40 * MEGABYTE) + b'"}]')


def json_far_too_deep(path: Path) -> None:
    path.write_bytes(b"[" * MEGABYTE + b"]" * MEGABYTE)


def json_with_many_fields(path: Path) -> None:
    path.write_text(json.dumps([{f"field {number}": 1 for number in range(50_000)}]), encoding="utf-8")


def json_cut_short(path: Path) -> None:
    path.write_text('[{"Sens": "Entrant"}, {"Sens": "Ent', encoding="utf-8")


def json_followed_by_more(path: Path) -> None:
    path.write_text('[{"Sens": "Entrant"}] [1]', encoding="utf-8")


def json_object(path: Path) -> None:
    path.write_text('{"Sens": "Entrant"}', encoding="utf-8")


def nothing_but_blanks(path: Path) -> None:
    path.write_text("  \n ", encoding="utf-8")


JSONS: list[tuple[Callable[[Path], None], str]] = [
    (json_far_too_long, "an item is longer than 16777216 bytes"),
    (json_far_too_deep, "no item has a field"),
    (json_with_many_fields, "has more than 4096 fields"),
    (json_cut_short, "ends within item 2"),
    (json_followed_by_more, "something follows behind the list"),
    (json_object, "begins with something else than a list"),
    (nothing_but_blanks, "holds no list"),
]


@pytest.mark.parametrize(("write", "message"), JSONS)
def test_a_hostile_list_is_refused(tmp_path: Path, write: Callable[[Path], None], message: str) -> None:
    workspace = calls.workspace_for(tmp_path, "type: json")
    path = workspace.inbox / f"{calls.NAME}.json"
    write(path)
    start = process_time()
    assert message in calls.only_message(calls.land_inbox(workspace))
    assert process_time() - start < 6


def test_what_a_parquet_footer_may_hide_is_refused(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: parquet")
    path = workspace.inbox / f"{calls.NAME}.parquet"
    con = duckdb.connect()
    # A megabyte in a dictionary, two hundred times: a few kilobytes of file.
    text = "repeat('a', 1000000)"
    con.execute(f"copy (select {text} as Sens, 'x' as Date from range(200)) to '{path}' (compression zstd)")
    assert path.stat().st_size < MEGABYTE
    assert "more than 200 times as large" in calls.only_message(calls.land_inbox(workspace))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "has no Parquet footer" in calls.only_message(calls.land_inbox(workspace))
    path.write_bytes(b"PAR1" + b"\xff" * 40 + struct.pack("<I", 40) + b"PAR1")
    assert "its footer is damaged" in calls.only_message(calls.land_inbox(workspace))
    path.write_bytes(b"PARE" + b"\0" * 40 + b"PARE")
    assert "is encrypted" in calls.only_message(calls.land_inbox(workspace))


def test_a_header_of_fifty_thousand_columns_is_refused(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    header = ",".join([*calls.HEADER, *(f"c{number}" for number in range(50_000))])
    (workspace.inbox / f"{calls.NAME}.csv").write_text(header + "\n" + "," * 50_005 + "\n", encoding="utf-8")
    assert "has 50006 columns; at most 4096" in calls.refusal(workspace)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    with (workspace.inbox / f"{calls.NAME}.csv").open("wb") as file:
        file.write(calls.delimited(",").encode() + b"Entrant,")
        file.truncate(1024 * MEGABYTE)  # NULs up to a gigabyte, which take no room on disk
    start = process_time()
    assert "is longer than 16777216 bytes" in calls.refusal(workspace)
    assert process_time() - start < 6


def test_names_laden_with_quotes_are_only_names(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    name = "calls-2025-02-28 '; drop table raw; --\" [x] {y} * ?.csv"
    (workspace.inbox / name).write_text(calls.delimited(","), encoding="utf-8")
    write_zip(workspace.inbox / "2025-03-31'.zip", {f"o'neill\"; {name}": calls.delimited(",")})
    assert calls.land_inbox(workspace).unreadable == []
    assert calls.landed_rows(workspace) == [*calls.LANDED, *calls.LANDED]


@pytest.mark.parametrize("mark", ["\u202e", "\n", "\x1b[2J", "\udcff"])
def test_a_name_with_hidden_marks_is_refused_and_shown_escaped(tmp_path: Path, mark: str) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    (workspace.inbox / f"calls{mark}vsc.2025-02-28.csv").write_text(calls.delimited(","), encoding="utf-8")
    message = calls.refusal(workspace)
    assert message.endswith("has marks in its name that cannot be seen; rename it.")
    assert message.isprintable()


def test_a_narrow_blank_in_a_name_is_a_blank(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    (workspace.inbox / "calls 2025-02-28 10.30\u202fAM.csv").write_text(calls.delimited(","), encoding="utf-8")
    assert calls.land_inbox(workspace).unreadable == []
