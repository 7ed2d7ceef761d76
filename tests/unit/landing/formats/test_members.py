"""Archives and workbooks with several tables: which are taken, what is said of the others, what each row says of its
origin."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.unit.landing.formats import calls
from tests.unit.landing.formats.written import Raw, write_workbook, write_zip
from tests.unit.landing.workspaces import contracts_of, land_inbox, registered

ROWS: dict[int, list[Any]] = dict(enumerate([calls.HEADER, *calls.RECORDS], start=1))


def test_every_entry_of_an_archive_lands_as_a_member_of_one_delivery(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    second = calls.delimited(",", [calls.RECORDS[2]])
    entries = {"a/lyon.csv": calls.delimited(","), "paris.csv": second, "__MACOSX/._x.csv": "x", ".DS_Store": "x"}
    write_zip(workspace.inbox / f"{calls.NAME}.zip", entries)
    assert land_inbox(workspace).unknown == []
    assert calls.members(workspace) == ["a/lyon.csv", "paris.csv"]
    assert calls.counts(workspace) == [calls.COUNTS, (1, 1, 0, 0, 0)]
    assert calls.landed_rows(workspace) == [*calls.LANDED, (1, *calls.LANDED[1][1:])]
    con = registered(workspace)
    assert con.execute("select count(distinct delivery_id) from landing.deliveries").fetchone() == (1,)
    left = con.execute(
        "select member, row_number, disposition from landing.left_records order by row_number"
    ).fetchall()
    assert left == [("a/lyon.csv", 2, "not_selected"), ("a/lyon.csv", 4, "rejected")]
    tallied = con.execute(
        "select member, sum(delivered), sum(rejected) from landing.tallies group by member order by member"
    ).fetchall()
    assert tallied == [("a/lyon.csv", 4, 1), ("paris.csv", 1, 0)]
    sighted = con.execute(
        "select member, cast(exported_at as varchar) from landing.sightings order by member"
    ).fetchall()
    assert sighted == [("a/lyon.csv", "2025-02-27 23:00:00"), ("paris.csv", "2025-02-27 23:00:00")]
    again = land_inbox(workspace)
    assert (again.landed, again.sighted) == ([], [f"{calls.NAME}.zip"])


def test_equal_rows_of_two_members_are_two_facts_and_of_two_archives_one(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    twice = calls.delimited(",", [calls.RECORDS[0], calls.RECORDS[0], calls.RECORDS[2]])
    write_zip(workspace.inbox / "calls-2025-01-31.zip", {"a.csv": twice, "b.csv": calls.delimited(",")})
    land_inbox(workspace)
    sql = "select _content, list(distinct _key order by _key) from landing.{} group by _content order by _content"
    entities = [feed.entity for feed in contracts_of(workspace)["calls"].feeds.values()]
    before = [registered(workspace).execute(sql.format(entity)).fetchall() for entity in entities]
    # The first record stands three times, each time with a key of its own.
    assert sorted(len(keys) for rows in before for _, keys in rows)[-1] == 3
    rows = sum(calls.counts(workspace)[member][1] for member in (0, 1))
    assert sum(len(keys) for entity in before for _, keys in entity) == rows
    write_zip(workspace.inbox / "calls-2025-02-28.zip", {"c.csv": calls.delimited(","), "d.csv": twice})
    land_inbox(workspace)
    assert [registered(workspace).execute(sql.format(entity)).fetchall() for entity in entities] == before


def test_members_are_chosen_by_pattern_and_the_others_are_named_unless_left_out(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv", '["calls/*.csv", "!legend.txt"]')
    entries = {"calls/a.csv": calls.delimited(","), "costs.csv": "a,b\n1,2\n", "legend.txt": "nothing"}
    write_zip(workspace.inbox / f"{calls.NAME}.zip", entries)
    for _ in range(2):  # also where the bytes are known
        [unknown] = land_inbox(workspace).unknown
        assert unknown.message.startswith(f"{calls.NAME}.zip, 'costs.csv': the contract calls does not take it.")
    assert calls.members(workspace) == ["calls/a.csv"]


def test_an_archive_without_a_wanted_member_names_what_it_holds(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv", '["calls*.csv"]')
    write_zip(workspace.inbox / f"{calls.NAME}.zip", {"costs.csv": "a,b\n1,2\n"})
    message = calls.only_message(land_inbox(workspace))
    assert "no entry is named calls*.csv; it holds 'costs.csv'" in message


def test_a_fault_in_a_member_names_the_member_and_its_line(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    entries = {"good.csv": calls.delimited(","), "bad.csv": b"Sens,Date\nEntrant,\xe9\n"}
    write_zip(workspace.inbox / f"{calls.NAME}.zip", entries)
    message = calls.only_message(land_inbox(workspace))
    assert f"inbox/{calls.NAME}.zip/bad.csv, line 2, byte 18: not utf-8" in message
    assert calls.landed_rows(workspace) == []


def test_each_part_of_a_snapshot_may_be_an_entry(tmp_path: Path) -> None:
    contract = calls.CONTRACT.replace("MEMBERS", 'mode: {snapshot: {part: {from_name: "(lyon|paris)"}}}')
    workspace = calls.workspace_for(tmp_path, "type: csv", contract=contract)
    text = calls.delimited(",", calls.RECORDS[:1])
    write_zip(workspace.inbox / f"{calls.NAME}.zip", {"lyon.csv": text, "paris.csv": text})
    land_inbox(workspace)
    con = registered(workspace)
    assert con.execute("select _member, _part from landing.returns order by 1").fetchall() == [
        ("lyon.csv", "lyon"),
        ("paris.csv", "paris"),
    ]
    assert con.execute("select member, part from landing.sightings order by 1").fetchall() == [
        ("lyon.csv", "lyon"),
        ("paris.csv", "paris"),
    ]


def test_every_visible_sheet_with_rows_is_a_member(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: xlsx")
    sheets: dict[str, dict[int, list[Any]] | str] = {"Lyon": ROWS, "Empty": {}, "Old": {1: ["note"]}, "L'été": ROWS}
    write_workbook(workspace.inbox / f"{calls.NAME}.xlsx", sheets, hidden=("Old",))
    [unknown] = land_inbox(workspace).unknown
    assert unknown.file_name == f"{calls.NAME}.xlsx, 'Old'"
    assert calls.members(workspace) == ["L'été", "Lyon"]
    assert calls.counts(workspace) == [calls.COUNTS, calls.COUNTS]


def test_a_sheet_of_something_else_has_to_be_left_out_by_name(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path / "undeclared", "type: xlsx")
    sheets: dict[str, dict[int, list[Any]] | str] = {"Appels": ROWS, "Notes": {1: ["Bonjour"]}}
    write_workbook(workspace.inbox / f"{calls.NAME}.xlsx", sheets)
    assert "xlsx/Notes: the sheet has not the columns" in calls.only_message(land_inbox(workspace))
    workspace = calls.workspace_for(tmp_path / "declared", "type: xlsx", '["!notes"]')
    write_workbook(workspace.inbox / f"{calls.NAME}.xlsx", sheets)
    report = land_inbox(workspace)
    assert (report.unreadable, report.unknown) == ([], [])
    assert calls.members(workspace) == ["Appels"]


@pytest.mark.parametrize(
    ("form", "name", "content", "message"),
    [
        ("type: csv", "a.xlsx", None, "is an Excel workbook, the contract expects csv"),
        ("type: xlsx", "a.csv", b"a,b\n", "is plain text, the contract expects xlsx"),
        ("type: json", "a.json", b"PAR1", "is a Parquet file, the contract expects json"),
        ("compression: zip", "a.zip", b"a,b\n", "is plain text, the contract says zip"),
        ("compression: gzip", "a.gz", b"PK\x05\x06" + b"\0" * 18, "is a zip archive, the contract says gzip"),
        (
            "compression: none",
            "a.gz",
            gzip.compress(b"a,b\n", mtime=0),
            "is compressed by gzip, the contract expects csv",
        ),
    ],
)
def test_another_kind_of_file_than_declared_is_named(
    tmp_path: Path, form: str, name: str, content: bytes | None, message: str
) -> None:
    workspace = calls.workspace_for(tmp_path, form)
    path = workspace.inbox / f"2025-02-28-{name}"
    if content is None:
        write_workbook(path, {"Appels": ROWS})
    else:
        path.write_bytes(content)
    assert message in calls.only_message(land_inbox(workspace))


def test_a_contract_may_take_a_log_in_several_formats(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    path = workspace.contracts_dir / "contract.yml"
    forms = "other_formats: [{type: xlsx}, {delimiter: ';'}]\nfeeds:"
    path.write_text(path.read_text(encoding="utf-8").replace("feeds:", forms, 1), encoding="utf-8")
    write_workbook(workspace.inbox / "calls-2025-02-01.xlsx", {"Appels": ROWS})
    write_zip(workspace.inbox / "calls-2025-02-02.zip", {"calls.csv": calls.delimited(";")})
    (workspace.inbox / "calls-2025-02-03.csv").write_text(calls.delimited(","), encoding="utf-8")
    assert land_inbox(workspace).unreadable == []
    assert sorted(calls.landed_rows(workspace)) == sorted(calls.LANDED * 3)


def test_empty_rows_and_errors_of_a_sheet_are_counted(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: xlsx")
    error = Raw('<c r="REF" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    nothing = Raw('<c r="REF" t="s"><v>0</v></c>')
    rows: dict[int, list[Any]] = {1: calls.HEADER, 2: [*calls.RECORDS[0][:4], error], 5: [nothing], 7: calls.RECORDS[2]}
    rows |= {9: [nothing, error]}
    write_workbook(workspace.inbox / f"{calls.NAME}.xlsx", {"Appels": rows}, shared="<si><t></t></si>")
    report = land_inbox(workspace)
    assert report.unreadable == []
    assert any("2 cells hold an error of the spreadsheet" in warning for warning in report.warnings)
    # Rows 2 to 9: two of them hold records, the others nothing that could be one.
    assert calls.counts(workspace) == [(8, 2, 0, 0, 6)]
    assert [row[0] for row in calls.landed_rows(workspace)] == [1, 6]


def test_a_reader_that_loses_a_row_is_caught_by_the_witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = calls.workspace_for(tmp_path, "type: xlsx")
    write_workbook(workspace.inbox / f"{calls.NAME}.xlsx", {"Appels": ROWS})
    from dagster_project.landing.formats import sheet_rows

    found = sheet_rows._rows

    def losing(*arguments: Any) -> Any:
        for number, row in enumerate(found(*arguments)):
            yield [""] * len(row) if number == 2 else row

    monkeypatch.setattr(sheet_rows, "_rows", losing)
    assert "row 3: the sheet holds a value that was not read" in calls.only_message(land_inbox(workspace))
