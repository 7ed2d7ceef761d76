"""From outflow to order, and what a new customer costs."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, ORANGE, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent

TITLE = "How do outflows become customers, and what does one cost?"
_LATE_DAYS = 182
# Cohorts that had half a year to come; of younger ones more is to come.
_STEPS = f"""
select step, cast(sum(parties) as bigint) as parties, cast(sum(with_step_before) as bigint) as with_step_before
from marts.funnel
where days_since_start >= {_LATE_DAYS + 91}
group by step, step_number
order by step_number
"""
_COHORTS = """
select cohort_starts_on,
    max(case when step = 'outflow' then parties end), max(case when step = 'prospect' then parties end),
    max(case when step = 'meeting' then parties end), max(case when step = 'quote' then parties end),
    max(case when step = 'order' then parties end), max(case when step = 'order' then median_lag_days end)
from marts.funnel
group by cohort_starts_on
order by cohort_starts_on desc
limit 12
"""
_ECONOMICS = """
select period, new_customers, cost, cost_per_new_customer, revenue_per_customer_12_months, payback_months, reason
from marts.acquisition_economics
order by starts_on desc
limit 12
"""
_KEYS = [Key("cost", ORANGE), Key("revenue of its first 12 months", BLUE)]


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `funnel` and `acquisition_economics`."""
    steps, quarters = read(con, _STEPS), read(con, _ECONOMICS)
    cohorts = con.execute(_COHORTS).fetchall()
    if not cohorts and not quarters:
        return Section("acquisition", TITLE, empty="Nobody was approached before buying, and nobody bought.")
    return Section(
        "acquisition",
        TITLE,
        lead=[
            "Nobody has to take every step: some order without a quote. A cohort is who was first sent something in a "
            "quarter, before buying."
        ],
        figures=[*_funnel_figure(steps), *_cost_figure(quarters)],
        tables=[
            make_table(
                "Step by step: all who were first sent something half a year ago or earlier",
                [
                    Column("step"),
                    Column("companies or persons", "count"),
                    Column("of all", "share"),
                    Column("of these with the step before", "share"),
                ],
                [
                    [step["step"], step["parties"], _share(step["parties"], steps[0]["parties"]), before]
                    for step, before in zip(steps, _with_before(steps), strict=True)
                ],
            ),
            make_table(
                "By quarter of the first outflow",
                [
                    Column("from", "day"),
                    *(Column(label, "count") for label in ("sent to", "came", "met", "quoted", "ordered")),
                    Column("days to the order", "count"),
                ],
                cohorts,
            ),
            make_table(
                "What a new customer costs",
                [
                    Column("quarter"),
                    Column("new customers", "count"),
                    *(Column(label, "money") for label in ("cost", "per new customer", "revenue in 12 months")),
                    Column("months to pay back", "count"),
                    Column("because"),
                ],
                [list(quarter.values()) for quarter in quarters],
            ),
        ],
        notes=["All costs of a quarter are set against its new customers, whoever they won."],
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _with_before(steps: Sequence[dict[str, Any]]) -> list[float | None]:
    return [None, *(_share(step["with_step_before"], step["parties"]) for step in steps[1:])][: len(steps)]


def _funnel_figure(steps: list[dict[str, Any]]) -> list[Figure]:
    """Bars: how many of those approached took each step; none while every cohort is young."""
    if not steps or not steps[0]["parties"]:
        return []
    approached, ordered = steps[0]["parties"], steps[-1]["parties"]
    bars = [{"step": step["step"], "share": step["parties"] / approached} for step in steps]
    chart = alt.Chart(data(bars)).mark_bar(color=BLUE)
    encoded = chart.encode(
        x=alt.X("share:Q", title="share of those who were sent something", axis=alt.Axis(format="%")),
        y=alt.Y("step:N", title=None, sort=[bar["step"] for bar in bars]),
    )
    return [
        Figure(
            title=f"{percent(ordered / approached)} of {approached:,} who were sent something have ordered since",
            description="Bars: share of those who were first sent something half a year ago that came, met us, got a "
            "quote, and ordered.",
            spec=spec(encoded, height=190),
        )
    ]


def _cost_figure(quarters: list[dict[str, Any]]) -> list[Figure]:
    """Bars by quarter: cost of a new customer beside what one brings in a year; none without costs."""
    known = [quarter for quarter in reversed(quarters) if quarter["cost_per_new_customer"] is not None]
    if not known:
        return []
    rows = [
        {"quarter": quarter["period"], "amount": float(quarter[column]), "kind": key.label}
        for quarter in known
        for key, column in zip(_KEYS, ("cost_per_new_customer", "revenue_per_customer_12_months"), strict=True)
        if quarter[column] is not None
    ]
    chart = alt.Chart(data(rows)).mark_bar()
    encoded = chart.encode(
        x=alt.X("quarter:N", title=None, axis=alt.Axis(labelAngle=-45, labelOverlap="greedy")),
        xOffset=alt.XOffset("kind:N", sort=[key.label for key in _KEYS]),
        y=alt.Y("amount:Q", title="per new customer", axis=alt.Axis(tickCount=5)),
        color=coloured("kind:N", _KEYS),
    )
    newest = known[-1]
    return [
        Figure(
            title=f"A new customer of {newest['period']} cost {float(newest['cost_per_new_customer']):,.0f}",
            description="Bars by quarter: cost per new customer, and revenue of a new customer in its first 12 months "
            "where these are over.",
            spec=spec(encoded, height=240),
            legend=_KEYS,
        )
    ]
