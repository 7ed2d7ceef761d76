from dagster_project.summary import LEDGER_COLUMNS, Summary, balance_sentence, render


def figures(**given: int) -> dict[str, int]:
    return {name: given.get(name, 0) for name in LEDGER_COLUMNS}


def summary(**sources: dict[str, int]) -> Summary:
    return Summary(run_id="r1", as_of="2026-01-31 22:59:59", marts="marts.duckdb", sources=sources, rejected=[])


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
    )
    assert "3 records were rejected:\n  3 × web_forms, column sent_at: no date" in render(made)
