from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import AmorceError
from dagster_project.summary import LEDGER_COLUMNS, Summary, balance_sentence, read_summary, render


def figures(**given: int) -> dict[str, int]:
    return {name: given.get(name, 0) for name in LEDGER_COLUMNS}


def summary(**sources: dict[str, int]) -> Summary:
    return Summary("r1", "2026-01-31 22:59:59", "marts.duckdb", sources, rejected=[], quarantined=[])


def test_a_balanced_run_says_where_each_record_went() -> None:
    # 12 delivered + 1 from a cell with two values = 3 left + 10 counted.
    made = summary(
        web_form=figures(delivered=10, rejected=1, counted=9, direct=9),
        phone_log=figures(delivered=2, expanded=1, duplicates=2, counted=1, anonymous=1),
    )
    assert balance_sentence(made) == (
        "It balances: 12 records delivered + 1 expanded − 3 accounted for as left = 10 returns counted; difference 0."
    )


def test_a_difference_is_named_with_its_source_even_if_the_sum_is_zero() -> None:
    made = summary(
        web_form=figures(delivered=10, counted=9, difference=1),
        phone_log=figures(delivered=2, counted=3, difference=-1),
    )
    assert balance_sentence(made) == "It does not balance: web_form +1, phone_log -1."


def test_marts_of_an_older_version_are_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table return_ledger (source varchar, counted bigint)")
    with pytest.raises(AmorceError, match="lack what the summary shows") as told:
        read_summary(path)
    assert "`amorce run` builds them anew" in told.value.hint


def test_the_tables_show_only_the_ways_of_leaving_that_occurred() -> None:
    shown = render(summary(web_form=figures(delivered=10, quarantined=1, counted=9, direct=9)))
    assert "quarantined" in shown
    assert "superseded" not in shown
    assert "No record was rejected." in shown


def test_rejected_records_are_counted_with_their_reasons() -> None:
    made = Summary(
        run_id="r1",
        as_of="",
        marts="marts.duckdb",
        sources={"web_form": figures(delivered=3, rejected=3)},
        rejected=[{"contract": "web_forms", "column": "sent_at", "reason": "no date", "records": 3}],
        quarantined=[],
    )
    assert "3 records were rejected:\n  3 × web_forms, column sent_at: no date" in render(made)


def test_rows_that_make_no_sense_are_told_with_their_reasons_the_most_frequent_first() -> None:
    reasons = [{"contract": "crm", "entity": "deals", "reason": f"reason {n}", "rows": 1000 - n} for n in range(6)]
    made = replace(summary(web_form=figures()), quarantined=list(reasons))
    shown = render(made)
    assert "5,985 rows make no sense and are quarantined:\n  1000 × crm, deals: reason 0\n" in shown
    assert "reason 5" not in shown
    assert 'amorce sql "from quarantine_ledger"' in shown
    assert "make no sense" not in render(summary(web_form=figures()))
