"""How revenue divides over customers: the Lorenz curve, largest customers first."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREY, ORANGE, coloured, dashed, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain
from dagster_project.statistics.words import VERDICTS

TITLE = "Who brings the revenue?"
_LEGEND = [Key("your customers", BLUE, "line"), Key("if all were equal", GREY, "dashes")]
_BASIS, _PERIOD = "net", "all"
_SUMMARY = """
select members, revenue, top_20_members, top_20_share, top_1_share, members_for_80, gini, gini_low, gini_high,
    loyal_share, loyal_revenue_share, reason
from marts.pareto_summary
where dimension = 'customer' and period = ? and basis = ?
"""
_PERIODS = """
select period, basis, members, revenue, top_20_share, members_for_80, gini, gini_low, gini_high,
    loyal_share, loyal_revenue_share
from marts.pareto_summary
where dimension = 'customer' and period not like '%-Q%'
order by period = 'all' desc, period = 'last_12_months' desc, period desc, basis desc
"""
_CURVE = """
select member_share, revenue_share
from marts.pareto_lorenz
where dimension = 'customer' and period = ? and basis = ?
order by percent
"""
_DIMENSIONS = """
select dimension, members, top_20_share, top_20_low, top_20_high, members_for_80, gini, verdict
from marts.pareto_summary
where period = ? and basis = ?
order by
    array_position(['customer', 'account', 'product', 'return_source', 'channel', 'campaign'], dimension), dimension
"""
_MOVES = """
select from_class, to_class, members, revenue_before, revenue_after
from marts.pareto_moves
where dimension = 'customer' and period = 'last_12_months'
order by array_position(['A', 'B', 'C', 'none', 'absent'], from_class),
    array_position(['A', 'B', 'C', 'none', 'absent'], to_class), from_class, to_class
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `pareto_summary` and `pareto_customers`."""
    found = read(con, _SUMMARY, [_PERIOD, _BASIS])
    if not found:
        return Section(
            "pareto", TITLE, empty="No order of a known customer has come in yet, so there is no revenue to divide."
        )
    (summary,) = found
    if summary["top_20_share"] is None:
        return Section("pareto", TITLE, empty=f"There is no share to show: {summary['reason']}.")
    share = float(summary["top_20_share"])
    (currency,) = con.execute("select currency from marts.run_info").fetchall()[0]
    points = [(float(x), float(y)) for x, y in con.execute(_CURVE, [_PERIOD, _BASIS]).fetchall()]
    periods = con.execute(_PERIODS).fetchall()
    dimensions = con.execute(_DIMENSIONS, [_PERIOD, _BASIS]).fetchall()
    return Section(
        "pareto",
        TITLE,
        lead=[_sentence(summary, currency)],
        figures=[
            Figure(
                title=f"The largest 20\u00a0% of customers make {percent(share, 0)} of revenue",
                description="Lorenz curve: share of revenue made by the given share of customers, largest first.",
                spec=_chart(points, summary["top_20_members"] / summary["members"], share),
                legend=_LEGEND,
            )
        ],
        tables=[
            make_table(
                "Shares per period, net of refunds and gross",
                [
                    Column("period"),
                    Column("basis"),
                    Column("customers", "count"),
                    Column(f"revenue, {currency}", "money"),
                    Column("top 20 %", "share"),
                    Column("customers for 80 %", "count"),
                    *(Column(label, "index") for label in ("Gini", "Gini, low", "Gini, high")),
                    *(Column(label, "share") for label in ("loyal", "revenue of the loyal")),
                ],
                [[plain(row[0]), *row[1:]] for row in periods],
            ),
            make_table(
                "The curve",
                [Column("largest … of customers", "share"), Column("make … of revenue", "share")],
                points[:: max(1, len(points) // 20)],
            ),
            make_table(
                "Does 20/80 hold for others than customers? All time, net of refunds",
                [
                    Column("of"),
                    Column("members", "count"),
                    *(Column(label, "share") for label in ("top 20 %", "low", "high")),
                    Column("members for 80 %", "count"),
                    Column("Gini", "index"),
                    Column("20/80"),
                ],
                [[plain(row[0]), *row[1:-1], VERDICTS.get(row[-1], row[-1])] for row in dimensions],
            ),
            make_table(
                "Customers who moved between classes: the last 12 months and the 12 before",
                [
                    Column("from class"),
                    Column("to class"),
                    Column("customers", "count"),
                    Column("revenue before", "money"),
                    Column("revenue after", "money"),
                ],
                con.execute(_MOVES).fetchall(),
            ),
        ],
    )


def _sentence(summary: dict[str, Any], currency: str) -> str:
    return (
        f"{summary['members']:,} customers brought {float(summary['revenue']):,.0f} {currency} net of refunds. The "
        f"largest {summary['top_20_members']:,} (20 %) make {percent(float(summary['top_20_share']))}; "
        f"{summary['members_for_80']:,} customers are enough for 80 %."
    )


def _chart(points: list[tuple[float, float]], top_20: float, top_20_share: float) -> dict[str, Any]:
    axis = alt.Axis(format="%", tickCount=5)
    reach = max(1.0, *(y for _, y in points))
    curve = [{"customers": x, "revenue": y, "series": _LEGEND[0].label} for x, y in points]
    equal = [{"customers": x, "revenue": x, "series": _LEGEND[1].label} for x in (0.0, 1.0)]
    lines = (
        alt.Chart(data([*equal, *curve]))
        .mark_line()
        .encode(
            x=alt.X("customers:Q", title="share of customers, largest first", axis=axis),
            y=alt.Y("revenue:Q", title="share of revenue", axis=axis, scale=alt.Scale(domain=[0, reach])),
            color=coloured("series:N", _LEGEND),
            strokeDash=dashed("series:N", _LEGEND),
        )
    )
    marked = alt.Chart(data([{"customers": top_20, "revenue": top_20_share, "label": percent(top_20_share)}]))
    place = {"x": "customers:Q", "y": "revenue:Q"}
    dot = marked.mark_point(filled=True, size=90, color=ORANGE, opacity=1).encode(**place)
    label = marked.mark_text(align="left", dx=10, dy=12, fontWeight="bold").encode(**place, text="label:N")
    return spec(lines + dot + label, height=320)
