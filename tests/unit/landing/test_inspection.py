"""The witness on files written by hand, one oddity at a time."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import UnreadableFile
from dagster_project.landing.contract import Format
from dagster_project.landing.inspection import FileChanged, Inspection, inspect, read_csv_sql


def delivered(folder: Path, content: bytes, name: str = "delivered.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def look(folder: Path, content: bytes, block_bytes: int = 16, **options: object) -> Inspection:
    path = delivered(folder, content)
    return inspect(path, Format.model_validate(options), folder / "tmp", block_bytes=block_bytes)


def rows_of(inspection: Inspection) -> list[tuple[str | None, ...]]:
    sql, parameters = read_csv_sql(inspection)
    return duckdb.connect().execute(f"select * from {sql}", parameters).fetchall()


def left_out(inspection: Inspection) -> list[tuple[int, str, str]]:
    return [(record.row_number, record.disposition, record.reason) for record in inspection.set_aside]


def test_a_clean_file_is_read_as_it_is(tmp_path: Path) -> None:
    content = 'id,name\n1,Zoé\n2,"a, b"\n'.encode()
    inspection = look(tmp_path, content)
    assert (inspection.records, inspection.header, inspection.set_aside) == (2, ["id", "name"], [])
    assert inspection.readable_path == tmp_path / "delivered.csv"
    assert not inspection.is_temporary
    assert inspection.delivery_id == hashlib.sha256(content).hexdigest()
    assert rows_of(inspection) == [("1", "Zoé"), ("2", "a, b")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("ending", ["", "line end"])
def test_the_last_line_end_makes_no_record(tmp_path: Path, line_end: str, ending: str) -> None:
    text = line_end.join(["id,name", "1,a", "2,b"]) + (line_end if ending else "")
    inspection = look(tmp_path, text.encode())
    assert inspection.records == 2
    assert rows_of(inspection) == [("1", "a"), ("2", "b")]


def test_line_ends_inside_quotes_belong_to_the_value(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,note\n1,"one\r\ntwo\rthree\nfour"\n2,x\n')
    assert inspection.records == 2
    assert rows_of(inspection) == [("1", "one\r\ntwo\rthree\nfour"), ("2", "x")]
    assert not inspection.is_temporary


def test_mixed_line_ends_are_made_one_kind_in_a_copy(tmp_path: Path) -> None:
    inspection = look(tmp_path, b"id,name\n1,a\r\n2,b\n3,c\r4,d\r\n")
    assert inspection.records == 4
    assert inspection.is_temporary
    assert rows_of(inspection) == [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]


def test_a_quote_within_an_unquoted_cell_is_text(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,name\n1,5" pipe\n2, "x"\n')
    assert inspection.set_aside == []
    assert rows_of(inspection) == [("1", '5" pipe'), ("2", ' "x"')]


def test_outer_blanks_of_a_cell_are_data(tmp_path: Path) -> None:
    assert rows_of(look(tmp_path, b'id,name\n 1 ,"  a "\n')) == [(" 1 ", "  a ")]


def test_text_after_a_closing_quote_sets_the_record_aside_and_the_next_keeps_its_number(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,name\n1,"a"b\n2,x\n')
    assert left_out(inspection) == [(1, "rejected", "text after a closing quote")]
    assert rows_of(inspection) == [(None, None), ("2", "x")]


def test_each_line_that_a_broken_quote_swallowed_counts(tmp_path: Path) -> None:
    # The quote of line 2 closes before `ok` in line 3: whether 3 is a record of its own nobody can tell.
    inspection = look(tmp_path, b'id,name\n1,"open\n2,"ok"\n3,x\n')
    assert left_out(inspection) == [
        (1, "rejected", "text after a closing quote"),
        (2, "rejected", "continues a record with a broken quote"),
    ]
    assert rows_of(inspection)[2] == ("3", "x")


def test_a_truncated_file_with_an_open_quote_loses_its_last_record_only(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,name\n1,a\n2,"ope')
    assert left_out(inspection) == [(2, "rejected", "a quote is never closed")]
    assert rows_of(inspection) == [("1", "a"), (None, None)]


def test_ragged_records_say_how_many_cells_they_have(tmp_path: Path) -> None:
    inspection = look(tmp_path, b"id,name\n1\n2,b,c\n3,d\n")
    assert left_out(inspection) == [
        (1, "rejected", "has 1 cell, the header has 2"),
        (2, "rejected", "has 3 cells, the header has 2"),
    ]
    assert rows_of(inspection)[2] == ("3", "d")


def test_a_nul_byte_sets_its_record_aside_even_within_quotes(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,name\n1,"a\0b"\n2,b\n', block_bytes=1 << 16)
    assert left_out(inspection) == [(1, "rejected", "holds a NUL byte")]
    assert rows_of(inspection) == [(None, None), ("2", "b")]


def test_blank_lines_and_lines_of_delimiters_are_blank_records(tmp_path: Path) -> None:
    inspection = look(tmp_path, b"id;name\n1;a\n\n;\n  \n2;b\n", delimiter=";")
    assert [(number, kind) for number, kind, _ in left_out(inspection)] == [(2, "blank"), (3, "blank"), (4, "blank")]
    assert inspection.set_aside_counts == {"rejected": 0, "footer": 0, "blank": 3}
    assert rows_of(inspection)[4] == ("2", "b")


def test_quoted_empty_cells_make_a_record(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,name\n"",""\n')
    assert (inspection.records, inspection.set_aside) == (1, [])


def test_in_a_file_of_one_column_a_blank_line_is_a_blank_record_and_a_quoted_empty_cell_is_none(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'email\na\n\n""\nb\n')
    assert left_out(inspection) == [(2, "blank", "blank line")]
    assert rows_of(inspection) == [("a",), (None,), (None,), ("b",)]


def test_the_list_of_records_set_aside_stands_in_a_file_too(tmp_path: Path) -> None:
    inspection = look(tmp_path, b"id,name\n1,a\n\n2\n")
    assert inspection.set_aside_path is not None
    assert inspection.set_aside_path.read_text() == (
        'row_number,disposition,reason\n2,blank,blank line\n3,rejected,"has 1 cell, the header has 2"\n'
    )


def test_footers_are_the_declared_closing_lines_only(tmp_path: Path) -> None:
    content = b"id,amount\nTotal,1\n2,5\n\nTotal general,6\nExported by x\n\n"
    inspection = look(tmp_path, content, footer=["TOTAL*", "exported by *"])
    assert left_out(inspection) == [
        (3, "blank", "blank line"),
        (4, "footer", "footer"),
        (5, "footer", "footer"),
        (6, "blank", "blank line"),
    ]
    assert rows_of(inspection)[0] == ("Total", "1")


def test_a_star_takes_closing_lines_that_cannot_be_records_and_no_others(tmp_path: Path) -> None:
    content = b'id,name\n1\n2,b\n"Pipeline"\n"Copyright (c)"\n'
    inspection = look(tmp_path, content, footer=["*"])
    assert [(number, kind) for number, kind, _ in left_out(inspection)] == [
        (1, "rejected"),
        (3, "footer"),
        (4, "footer"),
    ]
    assert left_out(look(tmp_path, b"id,name\n1,a\n", footer=["*"])) == []


def test_a_footer_behind_a_broken_record_keeps_its_number(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id,amount\n1,"a\rb"c\n2,5\nTotal,5\n', footer=["Total"])
    assert left_out(inspection) == [
        (1, "rejected", "text after a closing quote"),
        (2, "rejected", "continues a record with a broken quote"),
        (4, "footer", "footer"),
    ]


def test_a_whole_word_footer_does_not_take_longer_names(tmp_path: Path) -> None:
    inspection = look(tmp_path, b"name,amount\nTotal Energies,5\nTotal,5\n", footer=["Total"])
    assert left_out(inspection) == [(2, "footer", "footer")]
    assert not inspection.is_temporary


def test_a_footer_is_found_whatever_the_size_of_the_file(tmp_path: Path) -> None:
    content = b"name,amount\n" + b"somebody,12345\n" * 20_000 + b"Total,9\n"
    inspection = look(tmp_path, content, block_bytes=1 << 17, footer=["Total"])
    assert left_out(inspection) == [(20_001, "footer", "footer")]


def test_a_header_alone_is_a_delivery_of_no_records(tmp_path: Path) -> None:
    for content in (b"id,name", b"id,name\n", b"id,name\r\n"):
        inspection = look(tmp_path, content)
        assert (inspection.records, rows_of(inspection)) == (0, [])


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    inspection = look(tmp_path, b"\xef\xbb\xbfid,name\n1,a\n")
    assert inspection.header == ["id", "name"]
    assert rows_of(inspection) == [("1", "a")]


def test_skipped_lines_and_declared_names_stand_for_a_header(tmp_path: Path) -> None:
    skipped = look(tmp_path, b'Report of "x\n\nid,name\n1,a\n', skip_lines=2)
    assert (skipped.header, rows_of(skipped)) == (["id", "name"], [("1", "a")])
    named = look(tmp_path, b"1,a\n2,b\n", header=["id", "name"])
    assert (named.header, named.records, rows_of(named)) == (["id", "name"], 2, [("1", "a"), ("2", "b")])
    assert not named.has_header_line


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16", "mac-roman", "utf-8-sig"])
def test_other_encodings_are_read_as_utf8(tmp_path: Path, encoding: str) -> None:
    inspection = look(tmp_path, "id;prénom\n1;Zoë\n".encode(encoding), delimiter=";", encoding=encoding)
    assert inspection.header == ["id", "prénom"]
    assert rows_of(inspection) == [("1", "Zoë")]


def test_a_wrong_encoding_names_line_and_byte_and_never_the_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"line 3, byte 14: not utf-8") as caught:
        look(tmp_path, "id,name\n1,a\n2,é\n".encode("cp1252"))
    assert "encoding: cp1252" in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"\n1,2\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_header_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="line 1"):
        look(tmp_path, content)


def test_two_columns_of_one_name_are_both_read(tmp_path: Path) -> None:
    assert look(tmp_path, b"e-mail,id,E-MAIL \n1,2,3\n").header == ["e-mail", "id", "E-MAIL "]


def test_a_record_without_end_is_refused_with_its_place(tmp_path: Path) -> None:
    path = delivered(tmp_path, b'id,name\n1,a\n2,"' + b"x\n" * 5000)
    with pytest.raises(UnreadableFile, match="record 2 after the header, which begins at byte 12"):
        inspect(path, Format(), tmp_path, block_bytes=512, max_record_bytes=2048)


def test_a_cell_of_a_million_characters_is_read_whole(tmp_path: Path) -> None:
    long = "x" * 1_000_000
    for content in (f"id,note\n1,{long}\n2,b\n", f'id,note\n1,"{long}\n{long}\n{long}"\n2,b\n'):
        inspection = look(tmp_path, content.encode(), block_bytes=1 << 16)
        assert inspection.records == 2
        assert [len(row[1] or "") for row in rows_of(inspection)] == [content.count("x") + content.count("\n") - 3, 1]


def test_a_file_that_grows_meanwhile_waits_for_the_next_run(tmp_path: Path) -> None:
    path = delivered(tmp_path, b"id,name\n" + b"1,a\n" * 100)

    def grow(_: int) -> None:
        with path.open("ab") as file:
            file.write(b"2,b\n")

    with pytest.raises(FileChanged, match="changed while it was read"):
        inspect(path, Format(), tmp_path, grow, block_bytes=64)


def test_a_name_that_looks_like_a_pattern_is_read_as_a_name(tmp_path: Path) -> None:
    delivered(tmp_path, b"id\nother\n", "a1.csv")
    path = delivered(tmp_path, b"id\n1\n", "a?.csv")
    inspection = inspect(path, Format(), tmp_path / "tmp")
    assert rows_of(inspection) == [("1",)]
    inspection.remove_temporary_files()
    assert path.exists()


def test_without_a_quote_character_quotes_are_text(tmp_path: Path) -> None:
    inspection = look(tmp_path, b'id\tname\n1\t"a\n2\tb"c\n', delimiter="\t", quote="")
    assert rows_of(inspection) == [("1", '"a'), ("2", 'b"c')]
