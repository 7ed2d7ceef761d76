"""Injuries between the judged marts and what readers open: law 8 compares the copy with its original."""

from pathlib import Path

import duckdb
import pytest
from played import Played

from dagster_project.errors import AmorceError
from dagster_project.publication.publish import StagedPublication, stage_copy
from dagster_project.workspace import Workspace
from expectations import gate

INJURIES = {
    "a row is lost": (
        "delete from copied.fct_returns where return_key = (select min(return_key) from copied.fct_returns)"
    ),
    "a row stands twice": "insert into copied.fct_orders from copied.fct_orders limit 1",
    "a row is lost while another stands twice": (
        "insert into copied.fct_orders from copied.fct_orders order by order_key limit 1;"
        "delete from copied.fct_orders where order_key = (select max(order_key) from copied.fct_orders)"
    ),
    "a cent is lost": "update copied.fct_orders set amount = amount - 0.01 where order_key = "
    "(select min(order_key) from copied.fct_orders)",
    "two rows change their origin": (
        "update copied.fct_returns set origin = case origin when 'direct' then 'untargeted' when 'untargeted' "
        "then 'direct' else origin end"
    ),
    "a value is emptied": "update copied.dim_contacts set first_outflow_at = null",
    "a moment moves by a microsecond": (
        "update copied.fct_returns set returned_at = returned_at + interval 1 microsecond"
    ),
    "a table is lost": "drop table copied.pareto_summary",
    "a table is empty": "delete from copied.return_ledger",
    "a table came from nowhere": "create table copied.fct_visits as select 1 as visit_key",
    "a column is lost": "alter table copied.fct_tickets drop column topic",
    "a column is renamed": "alter table copied.fct_tickets rename column topic to subject",
}
# Seen by the bytes of the file alone: no number of a table differs.
INJURIES_OF_THE_FILE = {
    "a view shows other rows": "create or replace view copied.attribution_credits as "
    "select * from copied.attribution_touchpoints",
}


@pytest.mark.parametrize("name", [*INJURIES, *INJURIES_OF_THE_FILE])
def test_an_injury_of_the_publication_is_caught(
    name: str, patient_with_files: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    def injured(workspace: Workspace, run_id: str) -> StagedPublication:
        staged = stage_copy(workspace, run_id)
        with duckdb.connect() as con:
            con.execute(f"attach '{staged.path}' as copied; {(INJURIES | INJURIES_OF_THE_FILE)[name]}")
        return staged

    patient_with_files.register()  # the gate reads nothing outside the copy
    patient_with_files.close()
    monkeypatch.setattr(gate, "stage_copy", injured)
    # What Great Expectations says is left out: here the numbers of law 8 have to differ by themselves.
    judgement = gate.run_gate(patient_with_files.workspace, "run-1", lambda database, laws: [])
    assert {failure.law.name for failure in judgement.failures} == {"publication"}
    assert {failure.source == "(file)" for failure in judgement.failures} == (
        {True, False} if name in INJURIES else {True}
    )
    assert judgement.staged is None


@pytest.mark.parametrize("kept", [0, 4096, 100_000])
def test_a_copy_that_was_cut_short_is_caught(
    kept: int, patient_with_files: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(workspace: Workspace, run_id: str) -> StagedPublication:
        staged = stage_copy(workspace, run_id)
        Path(staged.path).write_bytes(Path(staged.path).read_bytes()[:kept])
        return staged

    patient_with_files.register()  # the gate reads nothing outside the copy
    patient_with_files.close()
    monkeypatch.setattr(gate, "stage_copy", cut)
    with pytest.raises((AmorceError, duckdb.Error)):
        gate.run_gate(patient_with_files.workspace, "run-1", lambda database, laws: [])
