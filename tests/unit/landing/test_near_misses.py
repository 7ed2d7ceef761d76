"""A file that no contract names, or several do: its header tells who could read it, and what is in the way."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.landing.matching import match_files
from dagster_project.landing.near_misses import near_misses
from dagster_project.landing.report import problems_of_matching
from tests.unit.contracts.fixtures import BUILT_IN, EXPORTS
from tests.unit.landing.formats.written import write_workbook, write_zip


def message_of(inbox: Path, name: str, content: bytes) -> str:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    (problem,) = problems_of_matching(inbox, match_files(inbox, BUILT_IN))
    return problem.message


def test_a_file_under_another_name_is_known_by_its_header(tmp_path: Path) -> None:
    content = (EXPORTS / "brevo/contacts-fr-2024-03-02.csv").read_bytes()
    message = message_of(tmp_path, "my list.csv", content)
    assert "my list.csv: no contract names this file. The nearest by its header: brevo_contacts can read it" in message
    assert "it does not know DOUBLE_OPT-IN, OPT_IN, MODIFIED_TIME (files: brevo/*contact*.csv" in message


def test_what_a_header_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Ticket ID,Requester Email,Opened,Priority\n")
    (miss,) = near_misses(tmp_path / "x.csv", {"tickets": BUILT_IN["tickets"]})
    assert (miss.fitting, miss.needed) == (3, 3)
    assert str(miss) == "tickets lacks Created At or Opened at; it does not know Opened"


def test_a_file_of_two_contracts_says_which_of_them_could_read_it(tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    path.write_text("Ticket ID,Requester Email,Created At\n")
    both = {name: BUILT_IN[name].model_copy(update={"files": ("*.csv",)}) for name in ("tickets", "mailchimp_opens")}
    (problem,) = problems_of_matching(tmp_path, match_files(tmp_path, both))
    assert problem.kind == "ambiguous"
    assert (
        "By its header tickets can read it; mailchimp_opens lacks Email or Email Address, Timestamp or Horodatage"
        in (problem.message)
    )


TICKETS = ["Ticket ID", "Requester Email", "Created At", "Mood"]


def _as_json(path: Path) -> None:
    path.write_text(json.dumps([dict.fromkeys(TICKETS, "x")] * 3))


def _as_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress((",".join(TICKETS) + "\nx,x,x,x\n").encode() * 5000))


def _as_zip(path: Path) -> None:
    write_zip(path, {"tickets.csv": ",".join(TICKETS) + "\nx,x,x,x\n"})


def _as_workbook(path: Path) -> None:
    write_workbook(path, {"Sheet": {1: ["Tickets of March"], 3: list(TICKETS), 4: ["x", "x", "x", "x"]}})


def _as_parquet(path: Path) -> None:
    columns = ", ".join(f"'x' as \"{name}\"" for name in TICKETS)
    duckdb.execute(f"copy (select {columns}) to '{path}' (format parquet)")


OTHER_TYPES = [(_as_json, "JSON"), (_as_parquet, "a Parquet file")]


@pytest.mark.parametrize("write", [_as_gzip, _as_zip, _as_workbook])
def test_whatever_a_file_is_packed_in_its_header_is_compared(tmp_path: Path, write: Callable[[Path], None]) -> None:
    write(tmp_path / "x.data")
    (miss,) = near_misses(tmp_path / "x.data", {"tickets": BUILT_IN["tickets"]})
    assert str(miss) == "tickets can read it; it does not know Mood"


@pytest.mark.parametrize(("write", "shown"), OTHER_TYPES)
def test_a_contract_of_another_type_of_files_is_not_said_to_read_it(
    tmp_path: Path, write: Callable[[Path], None], shown: str
) -> None:
    write(tmp_path / "x.data")
    (miss,) = near_misses(tmp_path / "x.data", {"tickets": BUILT_IN["tickets"]})
    assert not miss.is_able
    assert str(miss) == f"tickets knows its columns, but not {shown} (it reads csv or xlsx); it does not know Mood"


def test_a_command_that_is_proposed_can_be_pasted(tmp_path: Path) -> None:
    message = message_of(tmp_path, "odd/my list.csv", b"a,b\n1,2\n")
    assert "`amorce contract draft 'inbox/odd/my list.csv'`" in message


def test_an_unknown_file_is_told_how_to_get_a_contract(tmp_path: Path) -> None:
    assert "`amorce contract draft inbox/odd/x.csv`" in message_of(tmp_path, "odd/x.csv", b"a,b\n1,2\n")


def test_a_header_that_is_nobody_s_and_a_file_that_is_no_text_have_no_near_miss(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("alpha,beta,gamma\n1,2,3\n")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "c.csv").write_bytes(b"")
    for name in ("a.csv", "b.bin", "c.csv"):
        assert near_misses(tmp_path / name, BUILT_IN) == []
