"""The same phone log in every format lands the same rows under the same keys."""

import codecs
import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.unit.landing.formats import calls
from tests.unit.landing.formats.written import write_workbook, write_zip
from tests.unit.landing.workspaces import land_inbox


def csv_file(inbox: Path) -> None:
    (inbox / f"{calls.NAME}.csv").write_text(calls.delimited(","), encoding="utf-8")


def tsv_file(inbox: Path) -> None:
    (inbox / f"{calls.NAME}.tsv").write_text(calls.delimited("\t"), encoding="utf-8")


def odd_delimiter(inbox: Path) -> None:
    text = calls.delimited("|", line_end="\r\n").replace('"', "'").replace("''", '"')
    (inbox / f"{calls.NAME}.txt").write_bytes(text.encode())


def gzip_file(inbox: Path) -> None:
    text = calls.delimited(";").encode("cp1252")
    # Two streams behind each other are one file.
    (inbox / f"{calls.NAME}.csv.gz").write_bytes(gzip.compress(text[:50]) + gzip.compress(text[50:]))


def zip_file(inbox: Path) -> None:
    write_zip(inbox / f"{calls.NAME}.zip", {"export/calls.csv": calls.delimited(",")})


def workbook(inbox: Path) -> None:
    rows = dict(enumerate([calls.HEADER, *calls.RECORDS], start=1))
    write_workbook(inbox / f"{calls.NAME}.xlsx", {"Appels": rows})


def workbook_with_titles(inbox: Path) -> None:
    rows: dict[int, list[Any]] = {2: ["Journal des appels"], 3: [None, "agence", date(2025, 2, 28)], 5: calls.HEADER}
    rows |= dict(enumerate(calls.RECORDS, start=6))
    write_workbook(inbox / f"{calls.NAME}.xlsx", {"Appels": rows})


def plain(value: Any) -> Any:
    return calls.text_of(value) if isinstance(value, date | datetime) else value


def items() -> list[dict[str, Any]]:
    found = []
    for sens, moment, name, number, amount, remark in calls.RECORDS:
        item: dict[str, Any] = {"Sens": sens, "when": {"date": plain(moment)}, "who": {"name": name}}
        item["who"]["phone"] = {"number": number}
        item |= {"Montant": amount} | ({"Commentaire": remark} if remark else {})
        found.append(item)
    return found


def json_list(inbox: Path) -> None:
    text = json.dumps(items(), ensure_ascii=False, indent=2)
    (inbox / f"{calls.NAME}.json").write_bytes(codecs.BOM_UTF8 + text.encode())


def json_lines(inbox: Path) -> None:
    lines = [json.dumps(item) for item in items()]  # with \u escapes
    (inbox / f"{calls.NAME}.jsonl").write_bytes("\r\n".join(lines).encode())


def parquet(inbox: Path) -> None:
    con = duckdb.connect()
    con.execute(
        "create table log (Sens varchar, moment varchar, who struct(name varchar, phone struct(number varchar)), "
        "Montant double, Commentaire varchar)"
    )
    for sens, moment, name, number, amount, remark in calls.RECORDS:
        who = {"name": name, "phone": {"number": number}}
        con.execute("insert into log values (?, ?, ?, ?, ?)", [sens, plain(moment), who, amount, remark])
    path = inbox / f"{calls.NAME}.parquet"
    con.execute(f"copy (select * exclude (moment), struct_pack(date := moment) as \"when\" from log) to '{path}'")


FORMATS: list[tuple[Callable[[Path], None], str]] = [
    (tsv_file, 'delimiter: "\\t"'),
    (odd_delimiter, 'delimiter: "|", quote: "\'"'),
    (gzip_file, 'encoding: cp1252, delimiter: ";"'),
    (zip_file, "type: csv"),
    (workbook, "type: xlsx"),
    (workbook_with_titles, "type: xlsx"),
    (workbook_with_titles, "type: xlsx, skip_lines: 4"),
    (json_list, "type: json"),
    (json_lines, "type: jsonl"),
    (parquet, "type: parquet"),
]


@pytest.mark.parametrize(("write", "form"), FORMATS)
def test_a_log_lands_the_rows_of_its_csv_twin(tmp_path: Path, write: Callable[[Path], None], form: str) -> None:
    twin = calls.workspace_for(tmp_path / "twin", "type: csv")
    csv_file(twin.inbox)
    land_inbox(twin)
    workspace = calls.workspace_for(tmp_path / "other", form)
    write(workspace.inbox)
    report = land_inbox(workspace)
    assert report.unreadable == []
    assert calls.landed_rows(workspace) == calls.LANDED
    assert calls.counts(workspace) == [calls.COUNTS]
    assert [key[1] for key in calls.keys(workspace)] == [key[1] for key in calls.keys(twin)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "mac-roman"])
def test_a_log_lands_from_every_declared_encoding(tmp_path: Path, encoding: str) -> None:
    twin = calls.workspace_for(tmp_path / "twin", "type: csv")
    csv_file(twin.inbox)
    land_inbox(twin)
    workspace = calls.workspace_for(tmp_path / "other", f"encoding: {encoding}")
    (workspace.inbox / f"{calls.NAME}.csv").write_bytes(calls.delimited(",").encode(encoding))
    land_inbox(workspace)
    assert calls.landed_rows(workspace) == calls.LANDED
    assert calls.keys(workspace) == calls.keys(twin)


@pytest.mark.parametrize(
    ("written", "declared"), [("cp1252", "utf-8"), ("utf-16", "utf-8"), ("latin-1", "ascii"), ("utf-8", "utf-16")]
)
def test_another_encoding_than_the_declared_one_is_refused(tmp_path: Path, written: str, declared: str) -> None:
    workspace = calls.workspace_for(tmp_path, f"encoding: {declared}")
    (workspace.inbox / f"{calls.NAME}.csv").write_bytes(calls.delimited(",").encode(written))
    assert f"{calls.NAME}.csv" in calls.only_message(land_inbox(workspace))
