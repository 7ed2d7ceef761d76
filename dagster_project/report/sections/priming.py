"""How long it takes until outflows bring returns: the priming curves with the benchmark's mark."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    coloured,
    dashed,
    data,
    spec,
)
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "How long until outflows bring returns?"
_COLOURS = [BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, GREY]
_LEGEND = [Key("sent something, with 95 % limits", BLUE, "line"), Key("comparable, sent nothing", GREY, "dashes")]
# A row holds what is so at the end of its week, and week 0 is the first seven days: after week 6, 7 weeks have passed.
_ALL = """
select week + 1 as weeks, units, left_truncated, at_risk, events, cumulative_share, 1 - survival as returned,
    1 - survival_high as low, 1 - survival_low as high, 1 - reference_survival as reference
from marts.priming_curves
where unit = 'account' and segment_type = 'all' and event = 'any' and variant = 'standard'
order by week
"""
_CHANNELS = """
select segment, week + 1 as weeks, at_risk, cumulative_share
from marts.priming_curves
where unit = 'account' and segment_type = 'channel' and event = 'any' and variant = 'standard'
order by segment, week
"""
_BENCHMARK = "select benchmark, reason from marts.claims where claim = 'priming_time'"
_NAMES = ("weeks", "at_risk", "events", "cumulative_share", "returned", "low", "high", "reference")


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `priming_curves`."""
    weeks = read(con, _ALL)
    entered = weeks[0]["units"] if weeks else 0
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
            legend=_LEGEND,
        )
    ]
    keys = _channel_keys(channels)
    if channels:
        figures.append(
            Figure(
                title="The same by the channel that began",
                description="One curve per channel: share of accounts that returned since its first outflow.",
                spec=_channel_chart(channels, keys, float(benchmark)),
                legend=keys,
            )
        )
    return Section(
        "priming",
        TITLE,
        lead=[_sentence(weeks, float(benchmark)), reason],
        figures=figures,
        tables=[_weeks_table(weeks), *([_channel_table(channels)] if channels else [])],
        notes=[
            "An account enters with its first outflow after a lookback of silence. "
            f"{weeks[0]['left_truncated'] or 0:,} accounts never had such a silence on record and are left out. The "
            "band shows 95 % limits."
        ],
    )


def _sentence(weeks: list[dict[str, Any]], benchmark: float) -> str:
    # A week that nobody was followed into is not known.
    known = [week for week in weeks if week["returned"] is not None]
    if not known:
        return "No account could be followed since its first outflow."
    last = known[-1]
    at = next((week for week in known if week["weeks"] >= benchmark), last)
    half = next((week["weeks"] for week in known if week["returned"] >= 0.5), None)
    ending = (
        f"Half had returned after {half} weeks."
        if half is not None
        else f"Fewer than half have returned within {last['weeks']} weeks."
    )
    compared = "" if at["reference"] is None else f" ({percent(float(at['reference']), 0)} of comparable others)"
    return (
        f"{percent(float(at['returned']), 0)} of accounts had returned {at['weeks']} weeks after their first "
        f"outflow{compared}. {ending}"
    )


def _curve_chart(weeks: list[dict[str, Any]], benchmark: float) -> dict[str, Any]:
    curve = [
        {"weeks": week["weeks"], "share": float(week[name]), "series": key.label}
        for week in weeks
        for name, key in zip(("returned", "reference"), _LEGEND, strict=True)
        if week[name] is not None
    ]
    band = [
        {"weeks": week["weeks"], "low": float(week["low"]), "high": float(week["high"])}
        for week in weeks
        if week["low"] is not None and week["high"] is not None
    ]
    x = alt.X(
        "weeks:Q",
        title="weeks since the first outflow",
        axis=alt.Axis(tickCount=8),
        scale=alt.Scale(nice=False, zero=True),
    )
    y = alt.Y("share:Q", title="share that has returned", axis=alt.Axis(format="%", tickCount=5))
    area = alt.Chart(data(band)).mark_area(color=BLUE, opacity=0.18).encode(x=x, y="low:Q", y2="high:Q")
    lines = (
        alt.Chart(data(curve))
        .mark_line()
        .encode(
            x=x,
            y=y,
            color=coloured("series:N", _LEGEND),
            strokeDash=dashed("series:N", _LEGEND),
            tooltip=["weeks:Q", "series:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    return spec(area + lines + _mark(benchmark), height=320)


def _channel_chart(rows: list[tuple[Any, ...]], keys: list[Key], benchmark: float) -> dict[str, Any]:
    names = [key.label for key in keys]
    curve = [
        {"weeks": weeks, "share": float(share), "channel": plain(segment)}
        for segment, weeks, _, share in rows
        if share is not None and plain(segment) in names
    ]
    lines = (
        alt.Chart(data(curve))
        .mark_line()
        .encode(
            x=alt.X(
                "weeks:Q",
                title="weeks since the channel's first outflow",
                axis=alt.Axis(tickCount=8),
                scale=alt.Scale(nice=False, zero=True),
            ),
            y=alt.Y("share:Q", title="share that has returned", axis=alt.Axis(format="%", tickCount=5)),
            color=coloured("channel:N", keys),
            tooltip=["channel:N", "weeks:Q", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    return spec(lines + _mark(benchmark), height=280)


def _mark(benchmark: float) -> Any:
    """A vertical rule at the benchmark, with its name."""
    place = alt.Chart(data([{"weeks": benchmark, "label": f"{benchmark:.0f} weeks: the books"}]))
    rule = place.mark_rule(color=VERMILION, strokeDash=[3, 3], strokeWidth=1.5).encode(x="weeks:Q")
    label = place.mark_text(align="left", dx=6, dy=10, baseline="top", fontWeight="bold").encode(
        x="weeks:Q", y=alt.value(0), text="label:N"
    )
    return rule + label


def _channel_keys(rows: list[tuple[Any, ...]]) -> list[Key]:
    """The channels with the most accounts, as many as there are colours."""
    entered: dict[str, int] = {}
    for segment, _, at_risk, _ in rows:
        entered[segment] = max(entered.get(segment, 0), int(at_risk or 0))
    largest = sorted(entered, key=lambda name: (-entered[name], name))[: len(_COLOURS)]
    return [Key(plain(name), colour, "line") for name, colour in zip(largest, _COLOURS, strict=False)]


def _weeks_table(weeks: list[dict[str, Any]]) -> Any:
    columns = [Column("weeks passed", "count"), Column("at risk", "count"), Column("returns", "count")]
    columns += [
        Column(label, "share")
        for label in ("returned, lost ones counted", "returned", "low", "high", "comparable others")
    ]
    return make_table("Week by week", columns, [[week[name] for name in _NAMES] for week in weeks])


def _channel_table(rows: list[tuple[Any, ...]]) -> Any:
    columns = [
        Column("channel"),
        Column("weeks passed", "count"),
        Column("at risk", "count"),
        Column("returned", "share"),
    ]
    shown = [[plain(row[0]), *row[1:]] for row in rows if row[1] % 4 == 0 or row[1] == 7]
    return make_table("By channel", columns, shown)
