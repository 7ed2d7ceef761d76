"""Behind each cell of the ledger stand its rows, and each row names its record in the delivered file."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from played import HASH_KEY, Played, play

from dagster_project.cli import main
from dagster_project.drill_down import Cell, original_records, read_cell
from dagster_project.errors import UsageError
from dagster_project.landing import load_workspace_contracts, withdraw
from dagster_project.workspace import Workspace, init_workspace

CALLS = """
    name: calls
    system: phone
    files: ["calls*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    max_rejected: {rows: 10}
    format: {delimiter: ";", timezone: Europe/Paris, dates: ["%d/%m/%Y %H:%M"]}
    feeds:
      returns:
        key: [return_id]
        when: {from: [Direction], values: {In: in, Out: out}, in: [in]}
        return_source: calls
        constants: {kind: inbound_call}
        columns:
          return_id: {from: [Id]}
          returned_at: {from: [Date]}
          full_name: {from: [Name]}
          phone: {from: [Phone]}
"""
SHOP = """
    name: shop
    system: shop
    files: ["shop*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {delimiter: ";", timezone: Europe/Paris, dates: ["%d/%m/%Y"]}
    feeds:
      order_lines:
        key: [order_id, line_id]
        return_source: shop
        columns:
          order_id: {from: [Order]}
          line_id: {from: [Line]}
          ordered_at: {from: [Date]}
          quantity: {from: [Quantity]}
          amount: {from: [Amount]}
"""
HEADER = "Id;Direction;Date;Name;Phone"
FIRST = [
    HEADER,
    "1;In;03/03/2025 10:00;Ann Able;0102030405",
    "2;In;04/03/2025 10:00;Bob Best;0102030406",
    "3;Out;04/03/2025 11:00;Cid Cole;0102030407",
    "4;In;31/02/2025 10:00;Dan Dare;0102030408",  # no such day
    "5;In;31/03/2025 23:30;Eve Earl;0102030409",  # March in Paris, and in UTC
    "6;In;01/04/2025 00:30;Flo Fern;0102030410",  # April in Paris, still March in UTC
    "7;In;15/03/2026 10:00;Gil Gray;0102030411",  # dated after its export
]
SECOND = [
    HEADER,
    "1;In;03/03/2025 10:00;Ann Able;0102030405",  # once more
    "2;In;04/03/2025 12:00;Bob Best;0102030406",  # corrected
]
ORDERS = [
    "Order;Line;Date;Quantity;Amount",
    "A1;1;10/03/2025;1;10",
    "A1;2;11/03/2025;1;20",
    "A1;3;02/04/2025;1;30",  # counts with its order, in March
    "A2;1;12/03/2025;-1;-10",  # nothing but a refund
]


def deliver(workspace: Workspace, name: str, lines: list[str]) -> None:
    (workspace.inbox / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_contract(workspace: Workspace, name: str, text: str) -> None:
    (workspace.contracts_dir / f"{name}.yml").write_text(dedent(text), encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    workspace = init_workspace(tmp_path_factory.mktemp("drill") / "crm", HASH_KEY)
    write_contract(workspace, "calls", CALLS)
    write_contract(workspace, "shop", SHOP)
    deliver(workspace, "calls-2025-04-02.csv", FIRST)
    deliver(workspace, "calls-2025-04-09.csv", SECOND)
    deliver(workspace, "shop-2025-04-30.csv", ORDERS)
    made = play(workspace)
    assert made.failed_laws() == set()
    made.close()
    return made


def rows(cell: Cell, part: str) -> list[tuple[str | None, int | None, str]]:
    found = next(each for each in cell.parts if each.name == part)
    assert found.found == found.ledger
    return [(row.file_name, row.row_number, row.about) for row in found.rows]


def test_each_row_of_a_month_names_its_record(played: Played) -> None:
    cell = read_cell(played.workspace, "calls", "2025-03")
    assert rows(cell, "delivered") == [
        ("calls-2025-04-02.csv", None, "records"),
        ("calls-2025-04-09.csv", None, "records"),
    ]
    assert rows(cell, "not_selected") == [("calls-2025-04-02.csv", 3, "not what `when` of the contract selects")]
    assert [row[:2] for row in rows(cell, "counted")] == [
        ("calls-2025-04-02.csv", 5),
        ("calls-2025-04-09.csv", 1),
        ("calls-2025-04-09.csv", 2),
    ]
    assert [each["file_name"] for each in cell.sightings] == ["calls-2025-04-02.csv", "calls-2025-04-09.csv"]


def test_a_month_is_local(played: Played) -> None:
    assert [row[:2] for row in rows(read_cell(played.workspace, "calls", "2025-04"), "counted")] == [
        ("calls-2025-04-02.csv", 6)
    ]


def test_a_repeat_names_what_it_repeats_and_an_old_version_what_replaced_it(played: Played) -> None:
    cell = read_cell(played.workspace, "calls", "2025-03")
    (repeat,) = next(part for part in cell.parts if part.name == "duplicates").rows
    assert (repeat.file_name, repeat.other_file_name) == ("calls-2025-04-02.csv", "calls-2025-04-09.csv")
    assert (repeat.row_number, repeat.about, repeat.other_row_number) == (1, "repeats", 1)
    (old,) = next(part for part in cell.parts if part.name == "superseded").rows
    assert (old.file_name, old.row_number, old.about) == ("calls-2025-04-02.csv", 2, "replaced by")
    assert (old.other_file_name, old.other_row_number) == ("calls-2025-04-09.csv", 2)


def test_quarantined_and_rejected_rows_say_why(played: Played) -> None:
    assert rows(read_cell(played.workspace, "calls", "2026-03"), "quarantined") == [
        ("calls-2025-04-02.csv", 7, "dated after its export")
    ]
    ((file_name, number, about),) = rows(read_cell(played.workspace, "calls", "none"), "rejected")
    assert (file_name, number) == ("calls-2025-04-02.csv", 4)
    assert about == "column Date: is no date in the declared formats (written like 99/99/9999 99:99)"


def test_lines_stand_with_their_order(played: Played) -> None:
    march = read_cell(played.workspace, "shop", "2025-03")
    assert rows(march, "gathered") == [
        ("shop-2025-04-30.csv", 2, "further line of order A1"),
        ("shop-2025-04-30.csv", 3, "further line of order A1"),
    ]
    assert rows(march, "refunds") == [("shop-2025-04-30.csv", 4, "refund A2")]
    assert [row[:2] for row in rows(march, "counted")] == [("shop-2025-04-30.csv", 1)]
    assert rows(march, "delivered")[1:] == [("shop-2025-04-30.csv", 3, "line of an order of this month")]
    april = read_cell(played.workspace, "shop", "2025-04")
    assert rows(april, "delivered")[1:] == [("shop-2025-04-30.csv", 3, "line of an order of another month")]


def test_a_withdrawn_delivery_is_counted_as_such(played: Played, tmp_path: Path) -> None:
    copy = played.copy(tmp_path / "crm")
    delivery = read_cell(copy.workspace, "calls", "2025-04").sightings[0]["delivery_id"]
    withdraw(copy.workspace, delivery, "a test")
    copy.register()
    copy.rebuild()
    copy.close()
    cell = read_cell(copy.workspace, "calls", "2025-04")
    (row,) = next(part for part in cell.parts if part.name == "withdrawn").rows
    assert (row.items, row.file_name) == (1, "calls-2025-04-02.csv")
    assert cell.sightings[0]["is_withdrawn"]


def test_plain_values_are_printed_only_when_they_are_asked_for(
    played: Played, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["status", "-w", str(played.workspace.root), "--source", "calls", "--month", "none"]
    assert main(line) == 0
    shown = capsys.readouterr().out
    assert "calls-2025-04-02.csv, record 4: column Date" in shown
    assert "Dan Dare" not in shown
    assert main([*line, "--show-original"]) == 0
    shown = capsys.readouterr().out
    assert "Name: Dan Dare" in shown
    assert "Date: 31/02/2025 10:00" in shown
    assert "Ann Able" not in shown


def test_the_same_as_json(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "-w", str(played.workspace.root), "--source", "calls", "--month", "2025-03", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    parts = {part["name"]: (part["ledger"], part["found"], len(part["rows"])) for part in told["parts"]}
    assert parts["counted"] == (3, 3, 3)
    assert parts["delivered"] == (6, 6, 2)
    assert (told["source"], told["month"], told["difference"]) == ("calls", "2025-03-01", 0)


def test_an_original_that_is_gone_or_changed_is_not_shown(played: Played, tmp_path: Path) -> None:
    copy = played.copy(tmp_path / "crm")
    cell = read_cell(copy.workspace, "calls", "none")
    (row,) = next(part for part in cell.parts if part.name == "rejected").rows
    assert row.file_name is not None
    path = copy.workspace.inbox / row.file_name
    path.write_text(path.read_text() + "8;In;01/03/2025 10:00;Hal Hood;0102030412\n")
    (record,) = original_records(copy.workspace, row.contract, row.delivery_id, row.file_name, [4])
    assert record.problem == "calls-2025-04-02.csv in the inbox is another file now"
    path.unlink()
    (record,) = original_records(copy.workspace, row.contract, row.delivery_id, row.file_name, [4])
    assert record.problem == "the original calls-2025-04-02.csv is no longer in the inbox"
    assert record.cells == {}


def test_what_a_corrected_contract_mends_is_landed_again(played: Played, tmp_path: Path) -> None:
    copy = played.copy(tmp_path / "crm")
    deliver(copy.workspace, "calls-2025-04-16.csv", [HEADER, "9;In;2025-03-20;Ida Ives;0102030413"])
    again = play(copy.workspace)
    again.close()
    rejected = rows(read_cell(copy.workspace, "calls", "none"), "rejected")
    assert [row[:2] for row in rejected] == [("calls-2025-04-02.csv", 4), ("calls-2025-04-16.csv", 1)]
    write_contract(copy.workspace, "calls", CALLS.replace('"%d/%m/%Y %H:%M"', '"%d/%m/%Y %H:%M", "%Y-%m-%d"'))
    mended = play(copy.workspace, load_workspace_contracts(copy.workspace))
    assert mended.failed_laws() == set()
    mended.close()
    assert [row[:2] for row in rows(read_cell(copy.workspace, "calls", "none"), "rejected")] == [
        ("calls-2025-04-02.csv", 4)
    ]
    assert ("calls-2025-04-16.csv", 1) in [
        row[:2] for row in rows(read_cell(copy.workspace, "calls", "2025-03"), "counted")
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "calls"], "--source and --month belong together"),
        (["--source", "calls", "--month", "March"], "'March' is no month"),
        (["--source", "chat", "--month", "2025-03"], "knows no return source 'chat'"),
        (["--show-original"], "needs a line of the ledger"),
    ],
)
def test_a_line_that_does_not_exist_is_refused(
    played: Played, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["status", "-w", str(played.workspace.root), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_workspace_without_a_run_says_so(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "crm")
    workspace.prepare()
    with pytest.raises(Exception, match="Nothing was built"):
        read_cell(workspace, "calls", "2025-03")
    with pytest.raises(UsageError, match="is no month"):
        read_cell(workspace, "calls", "2025-13")
