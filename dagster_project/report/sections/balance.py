"""From what was delivered to what is counted, per return source."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREY, ORANGE, SKY, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, plain

TITLE = "Is every return counted?"
_PARTS = {
    "counted": "counted",
    "not_returns": "no return",
    "repeated": "repeated",
    "set_aside": "set aside",
}
_LEGEND = [Key(name, colour) for name, colour in zip(_PARTS.values(), (BLUE, SKY, GREY, ORANGE), strict=True)]
_SUMS = (
    "delivered",
    "expanded",
    "not_selected",
    "gathered",
    "refunds",
    "superseded",
    "duplicates",
    "rejected",
    "quarantined",
    "erased",
    "withdrawn",
    "counted",
    "difference",
)

_SENSELESS = "select contract, entity, reason, quarantined from marts.quarantine_ledger order by 4 desc, 1, 2, 3"
_REASON_COLUMNS = [Column("contract"), Column("rows of"), Column("why they count nowhere"), Column("rows", "count")]


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `return_ledger`."""
    sums = ", ".join(f"cast(coalesce(sum({name}), 0) as bigint) as {name}" for name in _SUMS)
    sources = read(con, f"select source, {sums} from marts.return_ledger group by source order by counted desc, source")
    if not sources:
        return Section("balance", TITLE, empty="No export with returns has come in yet, so there is nothing to count.")
    total = {name: sum(source[name] for source in sources) for name in _SUMS}
    figure = Figure(
        title="Where every delivered record went, by source",
        description="Stacked bars: for each return source the records counted as returns, and those left out by group.",
        spec=_chart(sources),
        legend=_LEGEND,
    )
    columns = [Column("source"), *(Column(plain(name), "count") for name in _SUMS)]
    shown = [[plain(source["source"]), *(source[name] for name in _SUMS)] for source in sources]
    shown.append(["all sources", *(total[name] for name in _SUMS)])
    senseless = con.execute(_SENSELESS).fetchall()
    tables = [make_table("Records per return source", columns, shown, has_total=True)]
    if senseless:
        tables.append(make_table("Rows that make no sense, and why", _REASON_COLUMNS, senseless))
    return Section(
        "balance",
        TITLE,
        lead=[_sentence(total, len(sources))],
        figures=[figure],
        tables=tables,
        notes=[
            "No return: outgoing calls, further lines of an order, refunds. Repeated: the same record again, or an "
            "older version of it. Set aside: unreadable, senseless or withdrawn; rejected_records and "
            "quarantine_ledger hold the reasons."
        ],
    )


def _sentence(total: dict[str, int], sources: int) -> str:
    came = total["delivered"] + total["expanded"]
    if total["difference"]:
        return f"{total['difference']:+,} of {came:,} delivered records are unaccounted for."
    return (
        f"Yes. {came:,} records came in from {sources} source{'' if sources == 1 else 's'}; {total['counted']:,} of "
        f"them are returns. The other {came - total['counted']:,} are accounted for one by one; none is missing."
    )


def _chart(sources: list[dict[str, Any]]) -> dict[str, Any]:
    groups = {
        "counted": ("counted",),
        "not_returns": ("not_selected", "gathered", "refunds"),
        "repeated": ("superseded", "duplicates"),
        "set_aside": ("rejected", "quarantined", "erased", "withdrawn"),
    }
    values = [
        {
            "source": plain(source["source"]),
            "part": _PARTS[part],
            "order": order,
            "records": sum(source[name] for name in names),
        }
        for source in sources
        for order, (part, names) in enumerate(groups.items())
    ]
    chart = (
        alt.Chart(data(values))
        .mark_bar(cornerRadius=1)
        .encode(
            y=alt.Y("source:N", sort=[plain(source["source"]) for source in sources], title=None),
            x=alt.X("records:Q", title="records", axis=alt.Axis(tickCount=4, format=",d")),
            color=coloured("part:N", _LEGEND),
            order=alt.Order("order:Q"),
            tooltip=["source:N", "part:N", alt.Tooltip("records:Q", format=",d")],
        )
    )
    return spec(chart, height=46 * len(sources) + 20)
