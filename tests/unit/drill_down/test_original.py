"""Records of packed files and workbooks, shown as their originals write them."""

from hashlib import sha256
from pathlib import Path

from dagster_project.drill_down import original_records
from tests.unit.landing.formats import calls
from tests.unit.landing.formats.written import write_workbook


def test_the_record_of_a_sheet_is_found_in_that_sheet(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: xlsx")
    name = f"{calls.NAME}.xlsx"
    sheets = {"Lyon": {1: calls.HEADER, 2: calls.RECORDS[0]}, "Paris": {3: calls.HEADER, 4: calls.RECORDS[2]}}
    path = write_workbook(workspace.inbox / name, {**sheets})
    delivery_id = sha256(path.read_bytes()).hexdigest()
    [record] = original_records(workspace, "calls", delivery_id, name, [1], member="Paris")
    assert (record.member, record.cells["Nom"], record.cells["Date"]) == ("Paris", "Zoé Éxample", "2025-02-01")
    [record] = original_records(workspace, "calls", delivery_id, name, [1], member="Lille")
    assert record.problem == f"{name} holds no 'Lille' any more"
