"""A file that no contract names, or several do: its header tells who could read it, and what is in the way."""

from pathlib import Path

from dagster_project.landing.matching import match_files
from dagster_project.landing.near_misses import near_misses
from dagster_project.landing.report import problems_of_matching
from tests.unit.contracts.fixtures import BUILT_IN, EXPORTS


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
    assert "By its header tickets can read it." in problem.message


def test_a_header_that_is_nobody_s_and_a_file_that_is_no_text_have_no_near_miss(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("alpha,beta,gamma\n1,2,3\n")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "c.csv").write_bytes(b"")
    for name in ("a.csv", "b.bin", "c.csv"):
        assert near_misses(tmp_path / name, BUILT_IN) == []
