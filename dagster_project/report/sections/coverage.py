"""How much of the market is covered: its exclusive parts on the last date, and where accounts moved."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "Who of the market buys, and who does not?"
_PARTS = """
select date_on, part, accounts, cast(share as double) as share, potential, potential_share
from marts.coverage_waterfall
where segment_type = 'all' and date_on = (select max(date_on) from marts.coverage_waterfall)
order by position
"""
_MOVES = """
select from_part, to_part, sum(accounts) as accounts
from marts.coverage_moves
where from_part <> to_part and date_on > (select max(date_on) - 370 from marts.coverage_moves)
group by from_part, to_part
order by accounts desc, from_part, to_part
limit 12
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `coverage_waterfall` and `coverage_moves`."""
    parts = read(con, _PARTS)
    if not parts:
        return Section("coverage", TITLE, empty="No account is known, so there is no market to divide.")
    largest = max((part for part in parts if part["part"] != "buyer"), key=lambda part: part["accounts"])
    return Section(
        "coverage",
        TITLE,
        lead=[
            f"Of {sum(part['accounts'] for part in parts):,} companies {parts[0]['accounts']:,} bought in the last 24 "
            f"months. The largest of the other parts is “{plain(largest['part'])}” with {largest['accounts']:,}."
        ],
        figures=[
            Figure(
                title=f"{percent(parts[0]['share'], 0)} of the market are buyers",
                description="Bars: companies in each exclusive part of the market on the last day.",
                spec=_chart(parts),
            )
        ],
        tables=[
            make_table(
                "The parts of the market",
                [
                    Column("part"),
                    Column("companies", "count"),
                    Column("share", "share"),
                    Column("potential", "money"),
                    Column("share of potential", "share"),
                ],
                [
                    [plain(part["part"]), part["accounts"], part["share"], part["potential"], part["potential_share"]]
                    for part in parts
                ],
            ),
            make_table(
                "Moves from quarter to quarter of the last year",
                [Column("from"), Column("to"), Column("companies", "count")],
                [[plain(before), plain(after), accounts] for before, after, accounts in con.execute(_MOVES).fetchall()],
            ),
        ],
    )


def _chart(parts: list[dict[str, Any]]) -> dict[str, Any]:
    bars = [{"part": plain(part["part"]), "companies": part["accounts"]} for part in parts]
    chart = alt.Chart(data(bars)).mark_bar(color=BLUE)
    encoded = chart.encode(
        x=alt.X("companies:Q", title="companies", axis=alt.Axis(tickCount=5)),
        y=alt.Y("part:N", title=None, sort=[bar["part"] for bar in bars], axis=alt.Axis(labelLimit=180)),
    )
    return spec(encoded, height=220)
