"""The section on credit where there is nobody to credit."""

from pathlib import Path

import duckdb
from report_marts import make_marts

from dagster_project.published import connect_read_only
from dagster_project.report.sections import attribution


def test_a_market_to_which_nothing_was_sent_has_words_and_a_table_but_no_chart(tmp_path: Path) -> None:
    path = make_marts(tmp_path / "marts.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("delete from attribution_summary where channel <> '(none)'")
    with connect_read_only(path) as con:
        section = attribution.build(con)
    assert section.lead == [
        "Nothing was sent to anybody in the 112 days before a return, so no channel has any credit."
    ]
    assert not section.figures
    assert len(section.tables) == 1
