"""Forecasts of deals: what they came to, how likely each stage is, and what the pipeline is worth."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREEN, GREY, ORANGE, VERMILION, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "Do deals close when they were forecast?"
_MONTHS = """
select month, deals, forecast_amount, won_on_time, lost, slipped, gone, won_on_time_amount, median_slip_days
from marts.forecast_slippage
where stage = 'all' and compelling_event = 'all' and won_on_time is not null
order by month desc
limit 24
"""
_STAGES = """
select stage, deals, cast(probability as double) as probability, cast(probability_low as double) as low,
    cast(probability_high as double) as high, tested, predicted_share, realised_share,
    cast(stated_share as double) as stated_share, verdict
from marts.stage_probabilities
where compelling_event = 'all' and stage <> 'all'
order by probability desc nulls last, stage
"""
_PIPELINE = """
select stage, compelling_event, deals, amount, stated_amount, expected_amount, expected_low, expected_high, overdue,
    reason
from marts.pipeline_forecast
order by stage <> 'all', amount desc, stage, compelling_event
"""
_OUTCOMES = {"won on time": GREEN, "slipped": ORANGE, "lost": VERMILION, "no longer listed": GREY}
_FITTED, _STATED = Key("came, with 95 % limits", BLUE), Key("stated by the source", ORANGE)


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `forecast_slippage`, `stage_probabilities` and `pipeline_forecast`."""
    months, stages, pipeline = read(con, _MONTHS), read(con, _STAGES), read(con, _PIPELINE)
    if not months and not pipeline:
        return Section(
            "forecast",
            TITLE,
            empty="No two exports of deals are there: one does not tell what became of its forecasts.",
        )
    return Section(
        "forecast",
        TITLE,
        lead=[_pipeline_sentence(pipeline)],
        figures=[*_month_figure(months), *_stage_figure(stages)],
        tables=[
            make_table(
                "Forecasts month by month, as they were known on its first day",
                [
                    Column("month", "month"),
                    Column("deals", "count"),
                    Column("amount", "money"),
                    *(Column(label, "count") for label in ("won on time", "lost", "slipped", "no longer listed")),
                    Column("amount won", "money"),
                    Column("median slip in days", "count"),
                ],
                [list(month.values()) for month in months],
            ),
            make_table(
                "How likely a deal of each stage is won, and the trial on later deals",
                [
                    Column("stage"),
                    Column("deals", "count"),
                    *(Column(label, "share") for label in ("won", "low", "high")),
                    Column("tried", "count"),
                    *(Column(label, "share") for label in ("foretold", "came", "source said")),
                    Column("verdict"),
                ],
                [[plain(stage["stage"]), *list(stage.values())[1:-1], plain(stage["verdict"])] for stage in stages],
            ),
            make_table(
                "The open deals",
                [
                    Column("stage"),
                    Column("compelling event"),
                    Column("deals", "count"),
                    *(Column(label, "money") for label in ("amount", "source says", "expected", "low", "high")),
                    Column("overdue", "count"),
                    Column("because"),
                ],
                [[plain(row["stage"]), *list(row.values())[1:]] for row in pipeline],
            ),
        ],
    )


def _pipeline_sentence(pipeline: list[dict[str, Any]]) -> str:
    total = next((row for row in pipeline if row["stage"] == "all"), None)
    if total is None:
        return "No deal is open."
    if total["expected_amount"] is None:
        return f"{total['deals']:,} deals are open; too few have closed to say what they will bring."
    expected, low, high = (float(total[name]) for name in ("expected_amount", "expected_low", "expected_high"))
    return (
        f"Of {total['deals']:,} open deals worth {float(total['amount']):,.0f} about {expected:,.0f} will be won "
        f"({low:,.0f} to {high:,.0f}, 95 % limits), if deals go on as they did."
    )


def _month_figure(months: list[dict[str, Any]]) -> list[Figure]:
    """Bars by month: what the deals forecast for it came to."""
    if not months:
        return []
    columns = ("won_on_time", "slipped", "lost", "gone")
    rows = [
        {"month": f"{month['month']:%Y-%m}", "deals": month[column], "outcome": label, "place": place}
        for month in months
        for place, (label, column) in enumerate(zip(_OUTCOMES, columns, strict=True))
        if month[column]
    ]
    keys = [Key(label, colour) for label, colour in _OUTCOMES.items() if any(row["outcome"] == label for row in rows)]
    chart = alt.Chart(data(rows)).mark_bar()
    encoded = chart.encode(
        x=alt.X("month:N", title=None, axis=alt.Axis(labelAngle=-45, labelOverlap="greedy")),
        y=alt.Y("deals:Q", title="deals that were to close in the month", axis=alt.Axis(tickCount=5)),
        color=coloured("outcome:N", keys),
        order=alt.Order("place:Q"),
    )
    won, deals = (sum(month[name] for month in months) for name in ("won_on_time", "deals"))
    return [
        Figure(
            title=f"{percent(won / deals, 0)} of what was forecast for a month was won in it",
            description="Bars by month: deals forecast for it on its first day that were won, slipped or were lost.",
            spec=spec(encoded, height=260),
            legend=keys,
        )
    ]


def _stage_figure(stages: list[dict[str, Any]]) -> list[Figure]:
    """By stage the share won with its limits, and what the source states of the same deals."""
    known = [stage for stage in stages if stage["probability"] is not None]
    if not known:
        return []
    rows = [{**{name: stage[name] for name in ("probability", "low", "high")}, "stage": plain(stage["stage"])}
            for stage in known]  # fmt: skip
    stated = [{"stage": plain(stage["stage"]), "probability": stage["stated_share"], "kind": _STATED.label}
              for stage in known if stage["stated_share"] is not None]  # fmt: skip
    fitted = [{**row, "kind": _FITTED.label} for row in rows]
    keys = [_FITTED, _STATED] if stated else [_FITTED]
    place = alt.Y("stage:N", title=None, sort=[row["stage"] for row in rows])
    axis = alt.X("probability:Q", title="share won", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    limits = alt.Chart(data(rows)).mark_bar(color=BLUE, height=5, opacity=0.5)
    points = alt.Chart(data([*fitted, *stated])).mark_point(filled=True, size=90, opacity=1)
    return [
        Figure(
            title="How likely deals are won, stage by stage",
            description="Points: share of the deals of each stage that is won, with its 95 % limits, and what the "
            "source stated of them.",
            spec=spec(
                limits.encode(x=alt.X("low:Q"), x2="high:Q", y=place)
                + points.encode(x=axis, y=place, color=coloured("kind:N", keys)),
                height=max(120, 34 * len(rows)),
            ),
            legend=keys,
        )
    ]
