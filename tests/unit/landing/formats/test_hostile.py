"""Files made to harm: each is refused in one clear message while the rest of the inbox lands."""

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

import duckdb
import pytest

from tests.unit.landing.formats import calls
from tests.unit.landing.formats.written import Raw, sheet_xml, write_workbook, write_zip

MEGABYTE = 1024 * 1024


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


def page_of_a_login(path: Path) -> None:
    path.write_text("<!doctype html><html><body>Sign in</body></html>", encoding="utf-8")


def word_document(path: Path) -> None:
    write_zip(path, {"word/document.xml": b"<x/>"})


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
    (page_of_a_login, "is a web page, the contract expects csv or xlsx"),
    (word_document, "is a document of text or slides, the contract expects csv or xlsx"),
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
