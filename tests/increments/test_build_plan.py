"""When the tables of the build before are mended, and what makes a run build whole ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from trial_of_increments import Trial

from dagster_project.landing import withdraw

ONE_OUTFLOW = (
    "Id,Contact,Email,Account,Phone,Name,Domain,Channel,Campaign,Level,Purpose,Status,Targeting,Touches,When\n"
)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """A market of which the first deliveries have come."""
    trial = Trial(tmp_path_factory.mktemp("plans") / "workspace", 1)
    trial.deliver()
    yield trial
    trial.close()


@pytest.fixture
def trial(market: Trial) -> Trial:
    """The market as after a build that was published."""
    plan = market.plan()
    if plan.is_increment or not market.has_tables():
        market.make()
    market.note(plan)
    return market


def deliver_outflow(trial: Trial, name: str, row: str) -> None:
    path = trial.workspace.inbox / name
    path.write_text(ONE_OUTFLOW + row + "\n", encoding="utf-8")
    trial.played.land()
    path.unlink()


def test_the_first_build_makes_whole_tables(tmp_path: Path) -> None:
    trial = Trial(tmp_path / "workspace", 1)
    trial.deliver()
    assert trial.plan().reason == "there is no published build to mend"
    trial.close()


def test_with_the_same_inputs_tables_are_mended(trial: Trial) -> None:
    plan = trial.plan()
    assert plan.is_increment
    assert plan.sentence == "mending tables: deliveries of outflows that are new or were seen again: 0"


@pytest.mark.parametrize("name", ["models", "hash_key", "version_of_Amorce"])
def test_another_input_makes_whole_tables(trial: Trial, name: str) -> None:
    assert trial.plan(**{name: "another"}).reason == f"changed: {name.replace('_', ' ')}"


def test_a_setting_that_changes_makes_whole_tables(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMORCE_LOOKBACK_DAYS", "60")
    assert trial.plan().reason == "changed: settings"


def test_a_rate_that_changes_makes_whole_tables(trial: Trial) -> None:
    kept = trial.workspace.rates_path.read_text(encoding="utf-8")
    trial.workspace.rates_path.write_text(f"{kept}USD,2025-01-31,0.962\n", encoding="utf-8")
    try:
        assert trial.plan().reason == "changed: rates"
    finally:
        trial.workspace.rates_path.write_text(kept, encoding="utf-8")


def test_a_build_that_did_not_end_leaves_no_note(trial: Trial) -> None:
    assert trial.plan().is_increment
    assert trial.plan().reason == "there is no published build to mend"


def test_a_table_that_is_missing_makes_whole_tables(trial: Trial) -> None:
    trial.played.execute("drop table warehouse.intermediate.int_paths__summed")
    assert trial.plan().reason == "the table warehouse.intermediate.int_paths__summed is missing"


def test_a_delivery_of_outflows_that_is_new_is_mended_in(trial: Trial) -> None:
    deliver_outflow(trial, "touches-2025-06-20.csv", "x1,c1,,,,,,email,,person,marketing,sent,blast,1,2025-06-01")
    plan = trial.plan()
    assert plan.is_increment
    assert trial.played.query("select count(*) from increment.changed_outflows") == [(1,)]


def test_where_most_outflows_are_new_whole_tables_are_made(trial: Trial) -> None:
    deliver_outflow(trial, "touches-2025-06-21.csv", "x2,c1,,,,,,email,,person,marketing,sent,blast,1,2025-06-01")
    assert trial.plan(largest_share=0.001).reason == "a large part of the outflows is new"


def test_outflows_of_a_new_kind_make_whole_tables(trial: Trial) -> None:
    deliver_outflow(trial, "touches-2025-06-22.csv", "x3,c1,,,,,,pigeon,,person,marketing,sent,blast,1,2025-06-01")
    assert trial.plan().reason == "outflows of a kind came in that was not there before"


def test_a_delivery_of_outflows_that_was_withdrawn_makes_whole_tables(trial: Trial) -> None:
    ((delivery,),) = trial.played.query(
        "select delivery_id from landing.deliveries where entity = 'outflows' order by records desc limit 1"
    )
    withdraw(trial.workspace, delivery, "not ours")
    trial.played.register()
    assert trial.plan().reason == "a delivery of outflows by touches is gone or withdrawn"
