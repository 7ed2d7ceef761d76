"""Sections of the report where a chart would show nothing: they have words."""

from pathlib import Path

import duckdb
from report_marts import make_marts

from dagster_project.published import connect_read_only
from dagster_project.report.sections import growth, priming, service


def test_without_tickets_there_is_nothing_to_compare(tmp_path: Path) -> None:
    path = make_marts(tmp_path / "marts.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("delete from service_loyalty where band <> 'none'")
    with connect_read_only(path) as con:
        section = service.build(con)
    assert "no tickets are known" in (section.empty or "")
    assert not section.figures


def test_without_lines_of_orders_there_is_no_chart_of_prices(tmp_path: Path) -> None:
    path = make_marts(tmp_path / "marts.duckdb")
    effects = ("price_effect", "volume_effect", "mix_effect", "fx_effect", "new_products")
    effects += ("returning_products", "dropped_products")
    with duckdb.connect(str(path)) as con:
        con.execute(f"update price_volume set {', '.join(f'{effect} = null' for effect in effects)}")
    with connect_read_only(path) as con:
        section = growth.build(con)
    assert not any("since the quarter before" in figure.title for figure in section.figures)
    assert any("Price and volume" in table.caption for table in section.tables)


def test_weeks_into_which_no_account_was_followed_are_not_spoken_of(tmp_path: Path) -> None:
    path = make_marts(tmp_path / "marts.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("update priming_curves set survival = null, cumulative_share = null where week >= 3")
    with connect_read_only(path) as con:
        lead = priming.build(con).lead
    assert lead[0].startswith("2\N{NO-BREAK SPACE}% of accounts had returned 3 weeks after their first outflow")

    with duckdb.connect(str(path)) as con:
        con.execute("update priming_curves set survival = null, cumulative_share = null")
    with connect_read_only(path) as con:
        assert priming.build(con).lead[0] == "No account could be followed since its first outflow."
