"""Bad files: each gets what the policy says, the other files land, nothing earlier is lost."""

import json
import shutil
from pathlib import Path

import pytest
from amorce_process import Amorce

pytestmark = pytest.mark.slow

CONTRACT = """\
name: walk_ins
label: Visitors at the desk
system: desk
files: ["desk/*.csv"]
exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
format: {timezone: Europe/Paris, dates: ["%Y-%m-%d %H:%M"]}
feeds:
  returns:
    return_source: desk
    key: [return_id]
    constants: {kind: walk_in}
    columns:
      return_id: {from: ["Visit"]}
      returned_at: {from: ["Arrived"]}
      email: {from: ["E-mail"]}
"""
GOOD = "Visit,Arrived,E-mail\n1,2025-03-03 09:00,ann@example.org\n2,2025-03-04 10:30,bob@example.org\n"


@pytest.fixture(scope="module")
def workspace(demo: Path) -> Path:
    """The demo with a home-made contract, a good file for it, and three that are not good."""
    (demo / "contracts" / "walk_ins.yml").write_text(CONTRACT)
    desk = demo / "inbox" / "desk"
    desk.mkdir()
    (desk / "visits-2025-04-01.csv").write_text(GOOD)
    (desk / "visits-2025-04-08.csv").write_text("Visit,Came at,E-mail\n3,2025-04-07 09:00,cid@example.org\n")
    (desk / "visits-2025-04-15.csv").write_bytes("Visit,Arrived,E-mail\n4,2025-04-14 09:00,é@x.fr\n".encode("cp1252"))
    (desk / "visits-2025-04-22.csv.part").write_text("Visit,Arr")
    (demo / "inbox" / "notes.csv").write_text("a,b\n1,2\n")
    return demo


def test_a_check_tells_what_a_run_would_refuse_and_loads_nothing(workspace: Path, amorce: Amorce) -> None:
    done = amorce("contract", "check", "--workspace", workspace)
    assert done.returncode == 1
    assert "desk/visits-2025-04-08.csv" in done.stdout
    assert "Arrived" in done.stdout
    assert "notes.csv" in done.stdout
    assert "visits-2025-04-22" not in done.stdout


def test_a_file_that_cannot_be_read_blocks_publication_and_the_others_land(workspace: Path, amorce: Amorce) -> None:
    published = workspace / "published" / "marts.duckdb"
    before = published.stat()
    done = amorce("run", "--workspace", workspace)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "desk/visits-2025-04-08.csv" in done.stderr
    assert "Arrived" in done.stderr
    assert "desk/visits-2025-04-15.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert "example.org" not in done.stderr
    assert (published.stat().st_ino, published.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    query = "select count(*) as n from returns where _contract = 'walk_ins'"
    landed = amorce("sql", "--landing", query, "--format", "json", "--workspace", workspace)
    assert json.loads(landed.stdout) == [{"n": 2}]


def test_a_typo_in_a_contract_stops_before_anything_is_read(workspace: Path, amorce: Amorce) -> None:
    broken = workspace / "contracts" / "walk_ins.yml"
    text = broken.read_text()
    broken.write_text(text.replace("return_source:", "return_sorce:"))
    done = amorce("run", "--workspace", workspace)
    broken.write_text(text)
    assert done.returncode == 2
    assert f"{broken}, line 9" in done.stderr
    assert "return_source" in done.stderr


def test_an_inbox_emptied_of_bad_files_and_good_ones_publishes_all_that_landed(workspace: Path, amorce: Amorce) -> None:
    for path in (workspace / "inbox").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    done = amorce("run", "--workspace", workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "notes.csv" in done.stdout
    query = "select source, counted, difference from return_ledger where source = 'desk'"
    ledger = amorce("sql", query, "--format", "json", "--workspace", workspace)
    assert json.loads(ledger.stdout) == [{"source": "desk", "counted": 2, "difference": 0}]
    query = "select count(*) as n, count(distinct source) as sources from fct_returns"
    (found,) = json.loads(amorce("sql", query, "--format", "json", "--workspace", workspace).stdout)
    assert found["n"] > 1000
    assert found["sources"] > 3


def test_where_no_file_has_landed_the_run_names_the_files_and_ends(tmp_path: Path, amorce: Amorce) -> None:
    hurried = tmp_path / "hurried"
    assert amorce("init", hurried).returncode == 0
    (hurried / "inbox" / "customers.csv").write_text("a,b\n1,2\n")
    done = amorce("run", "--workspace", hurried)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "error: No file of the inbox has landed" in done.stderr
    assert "customers.csv: no contract names this file" in done.stderr
    assert "amorce contract draft inbox/customers.csv" in done.stderr
    assert "Models" not in done.stderr
