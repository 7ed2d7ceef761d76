"""What to do with each channel: keep it, judge it later, or stop it; and what the stops so far have cost."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREY, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, Table, make_table, plain

TITLE = "Keep, wait, or stop?"
_MOST = 12
_ADVICE = """
select segment, advice, judge_in_week, judge_on, weeks_run,
    cast(returns_at_stake as double) as returns, cast(returns_at_stake_low as double) as low,
    cast(returns_at_stake_high as double) as high, cast(cost_at_stake as double) as cost,
    cast(net_at_stake as double) as net, reason
from marts.persistence_advice
where segment_type = 'channel'
order by segment
"""
_CAMPAIGNS = """
select channel, advice, count(*) as campaigns
from marts.persistence_advice
where segment_type = 'campaign'
group by channel, advice
order by channel, advice
"""
_STOPS = """
select segment, segment_type, channel, started_on, stopped_on, restarted_on, weeks_run, was_primed,
    cast(returns_forgone as double) as forgone, cast(returns_forgone_low as double) as low,
    cast(returns_forgone_high as double) as high, cast(cost_saved as double) as saved,
    cast(net_forgone as double) as net
from marts.outflow_stops
order by returns_forgone desc nulls last, stopped_on, segment
"""
_REASONS = """
select reason,
    count(case when verdict = 'confirmed' then 1 end) as confirmed,
    count(case when verdict = 'refuted' then 1 end) as refuted,
    count(case when verdict = 'cannot_tell' then 1 end) as untold
from marts.stop_reasons
group by reason
order by reason
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `persistence_advice`, `outflow_stops` and `stop_reasons`."""
    advice, stops = read(con, _ADVICE), read(con, _STOPS)
    if not advice and not stops:
        return Section("stops", TITLE, empty="Nothing was sent, so that nothing can be kept or stopped.")
    (currency,) = con.execute("select currency from marts.run_info").fetchall()[0]
    ended = [stop for stop in stops if stop["segment_type"] == "channel" and stop["restarted_on"] is None]
    told = [stop for stop in stops if stop["forgone"] is not None]
    return Section(
        "stops",
        TITLE,
        lead=[
            *(_kept(row, currency) for row in advice),
            *(_ended(stop, currency) for stop in ended),
            *([_before_priming(stops)] if stops else []),
            *([_cost(told, currency)] if told else []),
        ],
        figures=[_figure(told)] if told else [],
        tables=_tables(con, stops, currency),
        notes=[
            "At stake is what 26 weeks of going on bring and cost; a return is worth what a prospect's return brings "
            "at once, later orders left out. Limits are 90 %."
        ],
    )


def _kept(row: dict[str, Any], currency: str) -> str:
    name = plain(row["segment"]).capitalize()
    if row["advice"] == "keep":
        money = "" if row["net"] is None else f", {row['net']:,.0f} {currency} after their cost"
        return (
            f"{name}: keep. At stake in 26 weeks are {row['returns']:,.0f} returns ({row['low']:,.0f} to "
            f"{row['high']:,.0f}){money}."
        )
    cost = "" if row["cost"] is None else f" 26 weeks cost {row['cost']:,.0f} {currency}."
    if row["advice"] == "judge in week":
        return f"{name}: judge in week {row['judge_in_week']} ({row['judge_on']:%Y-%m-%d}). {row['reason']}{cost}"
    if row["advice"] == "stop":
        return f"{name}: stop. {row['reason']}{cost}"
    return f"{name}: cannot be told. {row['reason']}{cost}"


def _ended(stop: dict[str, Any], currency: str) -> str:
    name = plain(stop["channel"]).capitalize()
    name = f"{name}: stopped on {stop['stopped_on']:%Y-%m-%d} after {stop['weeks_run']} weeks"
    if stop["forgone"] is None:
        return f"{name}; what that costs cannot be told, for no effect is shown."
    saved = "" if stop["saved"] is None else f" and saved {stop['saved']:,.0f} {currency}"
    return f"{name}; that cost {stop['forgone']:,.0f} returns ({stop['low']:,.0f} to {stop['high']:,.0f}){saved}."


def _before_priming(stops: list[dict[str, Any]]) -> str:
    known = [stop["was_primed"] for stop in stops if stop["was_primed"] is not None]
    if not known:
        return (
            f"Of {len(stops)} stops none can be told to have come before priming or after it (benchmark 90 % before)."
        )
    return f"{known.count(False)} of {len(known)} stops came before priming (benchmark 90 %)."


def _cost(told: list[dict[str, Any]], currency: str) -> str:
    dearest = told[0]
    net = "" if dearest["net"] is None else f", {dearest['net']:,.0f} {currency} more than it saved"
    return (
        f"The dearest of {len(told)} stops whose cost can be told: {plain(dearest['segment'])} on "
        f"{dearest['stopped_on']:%Y-%m-%d}, {dearest['forgone']:,.0f} returns ({dearest['low']:,.0f} to "
        f"{dearest['high']:,.0f}){net}."
    )


def _figure(told: list[dict[str, Any]]) -> Figure:
    shown = told[:_MOST]
    return Figure(
        title=f"Returns forgone by the {len(shown)} dearest stops",
        description="Bars: returns that going on would have brought; lines: 90 % limits.",
        spec=_chart(shown),
        legend=[Key("returns forgone", BLUE), Key("90 % limits", GREY, "line")],
    )


def _chart(shown: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [
        {
            "stop": f"{stop['stopped_on']:%Y-%m-%d}, {plain(stop['segment'])}",
            "forgone": stop["forgone"],
            "low": stop["low"],
            "high": stop["high"],
        }
        for stop in shown
    ]
    y = alt.Y("stop:N", title=None, sort=[row["stop"] for row in rows], axis=alt.Axis(labelLimit=190))
    bars = alt.Chart(data(rows)).mark_bar(color=BLUE, height=10).encode(x=alt.X("forgone:Q", title="returns"), y=y)
    limits = alt.Chart(data(rows)).mark_rule(color=GREY, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
    return spec(bars + limits, height=max(120, 26 * len(rows)))


def _tables(con: duckdb.DuckDBPyConnection, stops: list[dict[str, Any]], currency: str) -> list[Table]:
    columns = [Column("what"), Column("began", "day"), Column("stopped", "day"), Column("weeks run", "count")]
    columns += [Column("returns forgone", "credit"), Column("low", "credit"), Column("high", "credit")]
    columns += [Column(f"saved, {currency}", "money"), Column(f"forgone less saved, {currency}", "money")]
    names = ("started_on", "stopped_on", "weeks_run", "forgone", "low", "high", "saved", "net")
    tables = [
        make_table("Stops", columns, [[plain(stop["segment"]), *(stop[name] for name in names)] for stop in stops])
    ]
    reasons = read(con, _REASONS)
    if reasons:
        columns = [Column("reason"), Column("confirmed", "count"), Column("refuted", "count")]
        columns.append(Column("cannot be told", "count"))
        tables.append(make_table("The five reasons for stopping", columns, [list(row.values()) for row in reasons]))
    campaigns = read(con, _CAMPAIGNS)
    if campaigns:
        columns = [Column("channel"), Column("advice"), Column("running campaigns", "count")]
        rows = [[plain(row["channel"]), plain(row["advice"]), row["campaigns"]] for row in campaigns]
        tables.append(make_table("Running campaigns", columns, rows))
    return tables
