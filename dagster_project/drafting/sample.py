"""A look into a file that nobody described: its format, its header, and a spread of its records.

Opens the file by landing's own reader under a contract that asks for nothing, so that what is seen here is what a run
would see. Holds no meaning of columns.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import python_calamine

from dagster_project.confinement import confine
from dagster_project.errors import UnreadableFile, UsageError
from dagster_project.landing.contract import Contract
from dagster_project.landing.formats.detection import DESCRIPTIONS, NO_TABLES, Kind, kind_of
from dagster_project.landing.formats.opening import Member, open_file
from dagster_project.landing.formats.unpacking import unpack_entries, unpack_gzip
from dagster_project.landing.inspection_result import Inspection, read_csv_sql
from dagster_project.landing.sql import quote_name, quote_value, with_parameters

from .text_form import guess_text_form

_MOST_RECORDS = 20_000  # enough to tell a column by, spread over the whole file
_SEARCHED_ROWS = 50
_TYPES: dict[Kind, str] = {"workbook": "xlsx", "parquet": "parquet"}
_PEEKED_BYTES = 4096


@dataclass(frozen=True)
class Sample:
    """What a file looks like.

    Attributes:
        form: fields of `format`, those that differ from the default.
        member: the entry or sheet that was looked at, None where the file is the table.
        other_members: entries and sheets that were not.
        header: the names of its columns.
        rows: cells of some records, None where one is empty.
        records: how many the file has.
        doubts: what of the form could be otherwise.
    """

    form: dict[str, object]
    member: str | None
    other_members: tuple[str, ...]
    header: list[str]
    rows: list[tuple[str | None, ...]]
    records: int
    doubts: tuple[str, ...]
    _con: duckdb.DuckDBPyConnection

    def column(self, name: str) -> list[str]:
        """The filled cells of a column, trimmed, in the order of the file."""
        place = self.header.index(name)
        return [text for row in self.rows if (cell := row[place]) is not None and (text := cell.strip())]

    def distinct(self, names: Sequence[str]) -> int:
        """How many different combinations a few columns have, over all records."""
        columns = ", ".join(quote_name(f"c{self.header.index(name) + 1}") for name in names)
        row = self._con.execute(f"select count(*) from (select distinct {columns} from cells)").fetchone()
        return int(row[0]) if row else 0

    def is_unique(self, names: Sequence[str]) -> bool:
        """Whether some columns are filled in every record and tell every record from the others."""
        filled = " and ".join(f"{quote_name(f'c{self.header.index(name) + 1}')} is not null" for name in names)
        row = self._con.execute(f"select count(*), count(*) filter ({filled}) from cells").fetchone() or (0, 0)
        return bool(row[0] == row[1] == self.distinct(names))


@contextmanager
def sampled(path: Path, tmp_dir: Path) -> Iterator[Sample]:
    """Look into a file.

    Raises:
        UsageError: it cannot be a table; says why.
    """
    try:
        form, doubts = _guess_form(path, path, tmp_dir)
        contract = _asking_for_nothing(form)
        opened = open_file(path, contract, tmp_dir)
    except UnreadableFile as error:
        raise UsageError(error.message, error.hint) from None
    member = max(opened.members, key=lambda each: each.inspection.records)
    others = [each.name for each in opened.members if each is not member and each.name is not None]
    try:
        with duckdb.connect() as con:
            confine(con, [tmp_dir, path.resolve().parent])
            yield _sample(con, member, form, (*others, *opened.left_members), doubts)
    finally:
        opened.remove_temporary_files()


def _sample(
    con: duckdb.DuckDBPyConnection,
    member: Member,
    form: dict[str, object],
    others: tuple[str, ...],
    doubts: tuple[str, ...],
) -> Sample:
    inspection = member.inspection
    _load(con, inspection)
    row = con.execute("select count(*) from cells").fetchone()
    records = int(row[0]) if row else 0
    if not records:
        raise UsageError(f"{member.shown} has a header and no record.", "Draft from a file that holds some rows.")
    step = max(1, records // _MOST_RECORDS)
    rows = con.execute(f"select * from cells where rowid % {step} = 0 order by rowid limit {_MOST_RECORDS}").fetchall()
    return Sample(form, member.name, others, list(inspection.header), rows, records, doubts, con)


def _load(con: duckdb.DuckDBPyConnection, inspection: Inspection) -> None:
    """All records that can be read, as text."""
    con.execute(f"create temp table every as select * from {with_parameters(*read_csv_sql(inspection))}")
    left_out = "false"
    if inspection.set_aside_path is not None:
        aside = f"read_csv({quote_value(str(inspection.set_aside_path))}, header = true, all_varchar = true)"
        left_out = f"rowid + 1 in (select cast(row_number as bigint) from {aside})"
    con.execute(f"create temp table cells as select * from every where not ({left_out}) order by rowid")
    con.execute("drop table every")


def _guess_form(path: Path, shown: Path, tmp_dir: Path) -> tuple[dict[str, object], tuple[str, ...]]:
    kind = kind_of(path)
    if kind in NO_TABLES:
        raise UsageError(f"{shown}: is {DESCRIPTIONS[kind]}, no table.", NO_TABLES[kind])
    if kind == "gzip":
        payload = unpack_gzip(path, tmp_dir)
        try:
            return _guess_form(payload.path, shown, tmp_dir)
        finally:
            payload.path.unlink()
    if kind == "zip":
        payloads = list(unpack_entries(path, lambda name: True, tmp_dir))
        if not payloads:
            raise UsageError(f"{shown}: the archive holds no file.", "Name the file itself.")
        largest = max(payloads, key=lambda payload: payload.path.stat().st_size)
        try:
            return _guess_form(largest.path, largest.shown, tmp_dir)
        finally:
            for payload in payloads:
                payload.path.unlink()
    if kind in _TYPES:
        form = {"type": _TYPES[kind]}
        return form | (_rows_above_header(path) if kind == "workbook" else {}), ()
    return _guess_text(path)


def _guess_text(path: Path) -> tuple[dict[str, object], tuple[str, ...]]:
    guess = guess_text_form(path)
    with path.open("rb") as file:
        start = file.read(_PEEKED_BYTES).decode(guess.encoding, errors="replace").lstrip("\ufeff \t\r\n")
    form: dict[str, object] = {"encoding": guess.encoding}
    if start.startswith(("[", "{")):
        return {"type": "json" if start.startswith("[") else "jsonl", **form}, ()
    form["delimiter"] = guess.delimiter
    if guess.skip_lines:
        form["skip_lines"] = guess.skip_lines
    if guess.footer:
        form["footer"] = list(guess.footer)
    return {"type": "csv", **form}, guess.doubts


def _rows_above_header(path: Path) -> dict[str, object]:
    """Titles above a sheet's table: rows of fewer filled cells than most."""
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=_SEARCHED_ROWS)
    filled = [sum(value not in ("", None) for value in row) for row in rows]
    width = sorted(filled)[len(filled) // 2] if filled else 0
    skipped = next((place for place, count in enumerate(filled) if count and count >= 0.6 * width), 0)
    return {"skip_lines": skipped} if skipped else {}


def _asking_for_nothing(form: dict[str, object]) -> Contract:
    nothing = {"entity": "campaigns", "columns": {"campaign_name": {"from": ["\u2060none"], "optional": "true"}}}
    return Contract.model_validate(
        {"name": "draft", "system": "draft", "files": ["*"], "format": form, "feeds": {"campaigns": nothing}}
    )
