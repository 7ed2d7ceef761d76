"""The trough: the share of customers still there by week since sign-up, and how many are lost in each."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREEN, GREY, ORANGE, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "Do new customers leave before they settle?"
_COLOURS = {"all": BLUE, "none": GREY, "cheap": ORANGE, "trained": GREEN}
# The first year only where ten were still seen: a share of fewer jumps.
_WEEKS = """
select onboarding_kind, week, at_risk, lost, cast(loss_rate as double) as loss_rate,
    cast(survival as double) as survival
from marts.onboarding_trough
where cohort = 'all' and at_risk >= 10
order by onboarding_kind, week
"""
# One row per kind, over all who signed up.
_RETURN = """
select onboarding_kind, customers, cast(onboarding_cost as double) as cost, cast(acquisition_cost as double) as price,
    cast(coalesce(break_even_share, break_even_share_by_margin) as double) as needed,
    cast(saved_share as double) as saved, cast(saved_share_low as double) as low,
    cast(saved_share_high as double) as high, verdict, reason
from marts.onboarding_roi
where cohort = 'all'
order by onboarding_kind
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `onboarding_trough`."""
    weeks = read(con, _WEEKS)
    everybody = [week for week in weeks if week["onboarding_kind"] == "all"]
    if not everybody:
        return Section("onboarding", TITLE, empty="No source tells of ten customers who signed up and of who left.")
    returns = read(con, _RETURN)
    worst = max(everybody, key=lambda week: week["loss_rate"])
    tenth = [week for week in everybody if week["week"] <= 9][-1]
    return Section(
        "onboarding",
        TITLE,
        lead=[
            f"Most are lost in week {worst['week'] + 1} after sign-up ({percent(worst['loss_rate'])} of those still "
            "there). Who took an onboarding is not a random choice: the lines say how they differ, not what it does.",
            *(f"{each['onboarding_kind'].capitalize()} onboarding: {each['reason']}" for each in returns),
        ],
        figures=[
            Figure(
                title=f"{percent(tenth['survival'], 0)} are still there after {tenth['week'] + 1} weeks",
                description="Lines: share of customers still there by week since sign-up, by onboarding taken.",
                spec=_chart(weeks),
                legend=[
                    Key(kind, colour, "line")
                    for kind, colour in _COLOURS.items()
                    if any(week["onboarding_kind"] == kind for week in weeks)
                ],
            ),
            *(_saved(returns) if any(each["high"] is not None for each in returns) else []),
        ],
        tables=[
            make_table(
                "Week by week, all customers",
                [
                    Column("week", "count"),
                    Column("still there", "count"),
                    Column("lost", "count"),
                    Column("lost, share", "share"),
                    Column("left", "share"),
                ],
                [
                    [week["week"] + 1, *(week[name] for name in ("at_risk", "lost", "loss_rate", "survival"))]
                    for week in everybody[:26]
                ],
            ),
            make_table(
                "What onboarding costs, has to save and saves",
                [
                    Column("onboarding"),
                    Column("offered to", "count"),
                    Column("costs each", "credit"),
                    Column("winning one costs", "credit"),
                    *(Column(name, "share") for name in ("has to save", "saved", "at least", "at most")),
                    Column("verdict"),
                ],
                [
                    [
                        each["onboarding_kind"],
                        *(each[name] for name in ("customers", "cost", "price", "needed", "saved", "low", "high")),
                        plain(each["verdict"]),
                    ]
                    for each in returns
                ],
            ),
        ],
    )


def _chart(weeks: list[dict[str, Any]]) -> dict[str, Any]:
    shown = [week for week in weeks if week["onboarding_kind"] in _COLOURS]
    keys = [Key(kind, colour) for kind, colour in _COLOURS.items()]
    rows = [{"weeks": 0, "left": 1.0, "kind": kind} for kind in sorted({week["onboarding_kind"] for week in shown})]
    rows += [{"weeks": week["week"] + 1, "left": week["survival"], "kind": week["onboarding_kind"]} for week in shown]
    chart = (
        alt.Chart(data(rows))
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("weeks:Q", title="weeks since sign-up"),
            y=alt.Y("left:Q", title="share still there", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            color=coloured("kind:N", keys),
        )
    )
    return spec(chart, height=280)


def _saved(returns: list[dict[str, Any]]) -> list[Figure]:
    rows = [
        {"kind": each["onboarding_kind"], **{name: each[name] for name in ("saved", "low", "high", "needed")}}
        for each in returns
        if each["high"] is not None
    ]
    kind = alt.Y("kind:N", title=None)
    base = alt.Chart(data(rows))
    share = alt.Axis(format="%", tickCount=5)
    chart = (
        base.mark_rule(color=BLUE, strokeWidth=3).encode(
            x=alt.X("low:Q", title="share of those offered it", axis=share), x2="high:Q", y=kind
        )
        + base.mark_point(color=BLUE, filled=True, size=90).encode(x="saved:Q", y=kind)
        + base.mark_tick(color=ORANGE, thickness=4, size=26).encode(x="needed:Q", y=kind)
    )
    return [
        Figure(
            title="Customers that onboarding saved, beside those that it has to",
            description="Points with 95 % limits: share saved of those offered it; ticks: from where it pays.",
            spec=spec(chart, height=120),
            legend=[Key("saved", BLUE, "line"), Key("has to save", ORANGE, "line")],
        )
    ]
