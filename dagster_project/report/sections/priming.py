"""How long it takes until outflows bring returns: the priming curves with the benchmark's mark."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, data, spec
from dagster_project.report.section import Figure, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "How long until outflows bring returns?"
_COLOURS = [BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, GREY]
_ALL = """
select week, at_risk, events, cumulative_share, 1 - survival as returned, 1 - survival_high as returned_low,
    1 - survival_low as returned_high, 1 - reference_survival as reference_returned
from marts.priming_curves
where unit = 'account' and segment_type = 'all' and event = 'any' and variant = 'standard'
order by week
"""
_CHANNELS = """
select segment, week, at_risk, cumulative_share
from marts.priming_curves
where unit = 'account' and segment_type = 'channel' and event = 'any' and variant = 'standard'
order by segment, week
"""
_BENCHMARK = "select benchmark, reason from marts.claims where claim = 'priming_time'"
_NAMES = ("week", "at_risk", "events", "cumulative_share", "returned", "low", "high", "reference")


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `priming_curves`."""
    weeks = [dict(zip(_NAMES, row, strict=True)) for row in con.execute(_ALL).fetchall()]
    entered = weeks[0]["at_risk"] if weeks else 0
    if not entered:
        return Section(
            "priming",
            TITLE,
            empty="No account's first outflow has been observed: either none was sent, or the records begin too late "
            "to know which outflow was the first.",
        )
    benchmark, reason = con.execute(_BENCHMARK).fetchall()[0]
    channels = con.execute(_CHANNELS).fetchall()
    figures = [
        Figure(
            title=f"Accounts that have returned, by weeks since their first outflow ({entered:,} accounts)",
            description="Curve with 95 % band: share of accounts that returned; beside it comparable accounts that "
            f"were sent nothing; a mark at {float(benchmark):.0f} weeks.",
            spec=_curve_chart(weeks, float(benchmark)),
        )
    ]
    if channels:
        figures.append(
            Figure(
                title="The same by the channel that began",
                description="One curve per channel: share of accounts that returned since its first outflow.",
                spec=_channel_chart(channels, float(benchmark)),
            )
        )
    return Section(
        "priming",
        TITLE,
        lead=[_sentence(weeks, float(benchmark)), reason],
        figures=figures,
        tables=[_weeks_table(weeks), *([_channel_table(channels)] if channels else [])],
        notes=[
            "An account enters with its first outflow after a lookback of silence. Accounts already in touch when the "
            "records begin are left out of the curve. The band shows 95 % limits."
        ],
    )


def _sentence(weeks: list[dict[str, Any]], benchmark: float) -> str:
    at = next((week for week in weeks if week["week"] >= benchmark), weeks[-1])
    last = weeks[-1]
    half = next((week["week"] for week in weeks if week["returned"] is not None and week["returned"] >= 0.5), None)
    ending = (
        f"Half had returned by week {half}."
        if half is not None
        else f"Fewer than half have returned within {last['week']} weeks."
    )
    compared = "" if at["reference"] is None else f" ({percent(float(at['reference']), 0)} of comparable others)"
    return (
        f"{percent(float(at['returned']), 0)} of accounts had returned {at['week']} weeks after their first "
        f"outflow{compared}. {ending}"
    )


def _curve_chart(weeks: list[dict[str, Any]], benchmark: float) -> dict[str, Any]:
    series = ["sent something", "comparable, sent nothing"]
    curve = [
        {"week": week["week"], "share": float(week[name]), "series": label}
        for week in weeks
        for name, label in zip(("returned", "reference"), series, strict=True)
        if week[name] is not None
    ]
    band = [
        {"week": week["week"], "low": float(week["low"]), "high": float(week["high"])}
        for week in weeks
        if week["low"] is not None and week["high"] is not None
    ]
    x = alt.X("week:Q", title="weeks since the first outflow", axis=alt.Axis(tickCount=8))
    y = alt.Y("share:Q", title="share that has returned", axis=alt.Axis(format="%", tickCount=5))
    area = alt.Chart(data(band)).mark_area(color=BLUE, opacity=0.18).encode(x=x, y="low:Q", y2="high:Q")
    lines = (
        alt.Chart(data(curve))
        .mark_line(interpolate="step-after")
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "series:N", scale=alt.Scale(domain=series, range=[BLUE, GREY]), legend=alt.Legend(symbolType="stroke")
            ),
            strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=series, range=[[1, 0], [5, 3]])),
            tooltip=["week:Q", "series:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    return spec(area + lines + _mark(benchmark), height=320)


def _channel_chart(rows: list[tuple[Any, ...]], benchmark: float) -> dict[str, Any]:
    names = _largest(rows)
    curve = [
        {"week": week, "share": float(share), "channel": plain(segment)}
        for segment, week, _, share in rows
        if share is not None and segment in names
    ]
    labels = [plain(name) for name in names]
    lines = (
        alt.Chart(data(curve))
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("week:Q", title="weeks since the channel's first outflow", axis=alt.Axis(tickCount=8)),
            y=alt.Y("share:Q", title="share that has returned", axis=alt.Axis(format="%", tickCount=5)),
            color=alt.Color(
                "channel:N",
                scale=alt.Scale(domain=labels, range=_COLOURS[: len(labels)]),
                legend=alt.Legend(symbolType="stroke"),
            ),
            tooltip=["channel:N", "week:Q", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    return spec(lines + _mark(benchmark), height=280)


def _mark(benchmark: float) -> Any:
    """A vertical rule at the benchmark, with its name."""
    place = alt.Chart(data([{"week": benchmark, "label": f"{benchmark:.0f} weeks: the books"}]))
    rule = place.mark_rule(color=VERMILION, strokeDash=[3, 3], strokeWidth=1.5).encode(x="week:Q")
    label = place.mark_text(align="left", dx=6, dy=10, baseline="top", fontWeight="bold").encode(
        x="week:Q", y=alt.value(0), text="label:N"
    )
    return rule + label


def _largest(rows: list[tuple[Any, ...]]) -> list[str]:
    """The channels with the most accounts, as many as there are colours."""
    entered: dict[str, int] = {}
    for segment, _, at_risk, _ in rows:
        entered[segment] = max(entered.get(segment, 0), int(at_risk or 0))
    return sorted(entered, key=lambda name: (-entered[name], name))[: len(_COLOURS)]


def _weeks_table(weeks: list[dict[str, Any]]) -> Any:
    columns = [Column("week", "count"), Column("at risk", "count"), Column("returns", "count")]
    columns += [
        Column(label, "share")
        for label in ("returned, lost ones counted", "returned", "low", "high", "comparable others")
    ]
    return make_table("Week by week", columns, [[week[name] for name in _NAMES] for week in weeks])


def _channel_table(rows: list[tuple[Any, ...]]) -> Any:
    columns = [Column("channel"), Column("week", "count"), Column("at risk", "count"), Column("returned", "share")]
    shown = [[plain(row[0]), *row[1:]] for row in rows if row[1] % 4 == 0 or row[1] == 7]
    return make_table("By channel", columns, shown)
