"""Service: how many customers stay by how soon their tickets were answered, crudely and like compared with like."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREY, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table

TITLE = "Do well-served customers stay?"
_KEYS = [Key("as they are", GREY), Key("of equal size, tenure and tickets", BLUE)]
_BANDS = {"none": "no ticket", "fast": "answered within a day", "slow": "answered later"}
_WHOLE = """
select band, customers, cast(crude_retention as double) as crude, cast(adjusted_retention as double) as adjusted,
    verdict, reason
from marts.service_loyalty
where stratum = 'all'
order by band desc
"""
_STRATA = """
select stratum, band, customers, crude_retention
from marts.service_loyalty
where stratum <> 'all'
order by sum(customers) over (partition by stratum) desc, stratum, band
limit 16
"""
_HEADLINES = {
    "keeps": "Who is answered soon stays more often",
    "drives_away": "Who is answered soon stays less often",
    "no_effect": "How soon a ticket is answered keeps nobody",
    "cannot_tell": "Whether service keeps customers cannot be told yet",
}


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `service_loyalty`."""
    bands = read(con, _WHOLE)
    if {band["band"] for band in bands} <= {"none"}:
        return Section("service", TITLE, empty="No customer was followed for four quarters, or no tickets are known.")
    return Section(
        "service",
        TITLE,
        lead=[bands[0]["reason"]],
        figures=[
            Figure(
                title=_HEADLINES[bands[0]["verdict"]],
                description="Bars: share of customers who bought again within a year, by how soon they were answered.",
                spec=_chart(bands),
                legend=_KEYS,
            )
        ],
        tables=[
            make_table(
                "Customers who bought again in the four quarters after",
                [Column("tickets of a quarter"), Column("customers", "count"), *_columns("as they are", "comparable")],
                [[_BANDS[band["band"]], band["customers"], band["crude"], band["adjusted"]] for band in bands],
            ),
            make_table(
                "The largest groups of customers who are alike",
                [Column("size, tenure, tickets"), Column("served"), Column("customers", "count"), *_columns("stayed")],
                [
                    [stratum, _BANDS[band], customers, stayed]
                    for stratum, band, customers, stayed in con.execute(_STRATA).fetchall()
                ],
            ),
        ],
        notes=[
            "A customer counts once for each quarter in which it was active. Large customers may be answered sooner."
        ],
    )


def _columns(*labels: str) -> list[Column]:
    return [Column(label, "share") for label in labels]


def _chart(bands: list[dict[str, Any]]) -> dict[str, Any]:
    bars = [
        {"band": _BANDS[band["band"]], "stayed": band[name], "basis": key.label}
        for band in bands
        for name, key in zip(("crude", "adjusted"), _KEYS, strict=True)
        if band[name] is not None
    ]
    chart = (
        alt.Chart(data(bars))
        .mark_bar()
        .encode(
            x=alt.X("stayed:Q", title="share who bought again within a year", axis=alt.Axis(format="%", tickCount=5)),
            y=alt.Y("band:N", title=None, sort=list(_BANDS.values()), axis=alt.Axis(labelLimit=180)),
            yOffset=alt.YOffset("basis:N", sort=[key.label for key in _KEYS]),
            color=coloured("basis:N", _KEYS),
        )
    )
    return spec(chart, height=200)
