"""Which channel gets the credit, by model, side by side."""

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
    data,
    spec,
)
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "Which channel gets the credit?"
_MODELS = {
    "first": "first touch",
    "last": "last touch",
    "linear": "all touches alike",
    "position": "40/20/40",
    "time_decay": "the later, the more",
    "markov": "what would be lost without it (Markov)",
    "shapley": "what it adds to any others (Shapley)",
}
_COLOURS = (ORANGE, BLUE, GREEN, PURPLE, SKY, VERMILION, GREY)
_LEGEND = [Key(name, colour) for name, colour in zip(_MODELS.values(), _COLOURS, strict=True)]
_SHOWN_CHANNELS = 8
_UNEXPLAINED = "(none)"
_WIDE = 0.05
_USUAL_LOOKBACK = 30
"""Days that most tools look back."""
_QUERY = """
select
    scope,
    conversion_type as type,
    model,
    channel,
    cast(sum(conversions) as double) as conversions,
    cast(sum(revenue) as double) as revenue
from marts.attribution_summary
where coalesce(month_basis, 'converted') = 'converted'
    and lookback_days = (select lookback_days from marts.run_info)
group by scope, conversion_type, model, channel
order by scope, conversion_type, channel = '(none)', conversions desc, channel, model
"""
_LOOKBACKS = """
select
    lookback_days as days,
    cast(sum(case when channel = '(none)' then conversions else 0 end) / nullif(sum(conversions), 0) as double)
        as missed
from marts.attribution_summary
where model = 'last' and scope = 'account' and conversion_type = 'return'
    and coalesce(month_basis, 'converted') = 'converted'
group by lookback_days
order by lookback_days
"""
# What is charted, the first that there is: of all that came back, and of what was paid.
_SCOPE = "account"


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `attribution_summary`."""
    rows = [row for row in read(con, _QUERY) if row["model"] in _MODELS]
    charted = [row for row in rows if row["scope"] == _SCOPE and row["type"] == "return"]
    if not charted:
        return Section("attribution", TITLE, empty="No return has been counted yet, so there is no credit to give.")
    currency, lookback_days = con.execute("select currency, lookback_days from marts.run_info").fetchall()[0]
    if all(row["channel"] == _UNEXPLAINED for row in charted):
        told = f"Nothing was sent to anybody in the {lookback_days} days before a return, so no channel has any credit."
        return Section("attribution", TITLE, lead=[told], tables=[_table(rows, currency)])
    paid = [row for row in rows if row["scope"] == _SCOPE and row["revenue"]]
    figures = [_figure("Share of returns credited to each channel, by model", charted, "conversions", "returns")]
    if paid:
        title = f"Share of revenue ({plain(paid[0]['type'])}s) credited to each channel, by model"
        figures.append(_figure(title, paid, "revenue", "revenue"))
    return Section(
        "attribution",
        TITLE,
        lead=[
            *_spread_sentence(_shares(charted, "conversions")),
            *_none_sentence(charted),
            *_lookback_sentence(read(con, _LOOKBACKS), lookback_days),
        ],
        figures=figures,
        tables=[_table(rows, currency)],
        notes=[
            f"The charts count what was sent to the whole account. {_UNEXPLAINED}: nothing was sent to the account in "
            "the window before, or an earlier return has used it up. Five models divide credit by rule, two by "
            "comparing paths with and without a return; none of them proves that an outflow caused a return.",
        ],
    )


def _shares(rows: list[dict[str, Any]], measure: str) -> dict[str, dict[str, float]]:
    """Channel → model → share of the model's total; the channels with the least credit together as (others)."""
    totals = {model: sum(row[measure] or 0 for row in rows if row["model"] == model) for model in _MODELS}
    weight: dict[str, float] = {}
    for row in rows:
        weight[row["channel"]] = weight.get(row["channel"], 0.0) + (row[measure] or 0)
    ranked = sorted(weight, key=lambda channel: (channel == _UNEXPLAINED, -weight[channel], channel))
    named = ranked if len(ranked) <= _SHOWN_CHANNELS else [*ranked[: _SHOWN_CHANNELS - 2], _UNEXPLAINED]
    shares: dict[str, dict[str, float]] = {channel: {} for channel in ranked if channel in named}
    if len(named) < len(ranked):
        shares["(others)"] = {}
    for row in rows:
        of_channel = shares[row["channel"] if row["channel"] in shares else "(others)"]
        total = totals[row["model"]]
        of_channel[row["model"]] = of_channel.get(row["model"], 0.0) + ((row[measure] or 0) / total if total else 0.0)
    return shares


def _spread_sentence(shares: dict[str, dict[str, float]]) -> list[str]:
    """The channel on which the models differ most."""
    spread = {
        channel: max(models.values()) - min(models.get(model, 0.0) for model in _MODELS)
        for channel, models in shares.items()
        if channel not in {_UNEXPLAINED, "(others)"} and models
    }
    if not spread:
        return []
    channel = max(spread, key=lambda name: spread[name])
    by_model = {model: shares[channel].get(model, 0.0) for model in _MODELS}
    most, least = max(by_model, key=lambda name: by_model[name]), min(by_model, key=lambda name: by_model[name])
    opening = "It depends on how one counts" if spread[channel] >= _WIDE else "The models agree, by and large"
    return [
        f"{opening}. They differ most on {plain(channel)}: {percent(by_model[most])} of the returns by "
        f"“{_MODELS[most]}”, {percent(by_model[least])} by “{_MODELS[least]}”."
    ]


def _none_sentence(rows: list[dict[str, Any]]) -> list[str]:
    share = _shares(rows, "conversions").get(_UNEXPLAINED, {}).get("linear", 0.0)
    return (
        [f"{percent(share, 0)} of returns have no outflow left to credit. They are shown, not dropped."]
        if share
        else []
    )


def _lookback_sentence(rows: list[dict[str, Any]], lookback_days: int) -> list[str]:
    """What the lookback of most tools hides of that which the workspace's own finds."""
    missed = {row["days"]: row["missed"] for row in rows if row["missed"] is not None}
    if not {_USUAL_LOOKBACK, lookback_days} <= missed.keys() or lookback_days <= _USUAL_LOOKBACK:
        return []
    hidden = missed[_USUAL_LOOKBACK] - missed[lookback_days]
    return [
        f"A {_USUAL_LOOKBACK}-day lookback hides {percent(hidden, 0)} of returns: the last outflow before them is "
        f"older, but not older than {lookback_days} days."
    ]


def _figure(title: str, rows: list[dict[str, Any]], measure: str, what: str) -> Figure:
    shares = _shares(rows, measure)
    values = [
        {"channel": plain(channel), "model": name, "share": models.get(model, 0.0)}
        for channel, models in shares.items()
        for model, name in _MODELS.items()
    ]
    names = list(_MODELS.values())
    chart = (
        alt.Chart(data(values))
        .mark_bar(cornerRadius=1)
        .encode(
            y=alt.Y("channel:N", sort=[plain(channel) for channel in shares], title=None),
            yOffset=alt.YOffset("model:N", sort=names),
            x=alt.X("share:Q", title=f"share of {what}", axis=alt.Axis(format="%", tickCount=5)),
            color=coloured("model:N", _LEGEND),
            tooltip=["channel:N", "model:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    description = f"Grouped bars: for each channel its share of {what} under each of {len(names)} models."
    return Figure(title, description, spec(chart, height=12 * (len(names) + 1) * len(shares)), _LEGEND)


def _table(rows: list[dict[str, Any]], currency: str) -> Any:
    """One line per scope, conversion type and channel, the models side by side."""
    columns = [Column("scope"), Column("conversion"), Column("channel")]
    columns += [Column(name, "credit") for name in _MODELS.values()]
    columns += [Column(f"revenue, {name}, {currency}", "money") for name in _MODELS.values()]
    lines: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
    for row in rows:
        lines.setdefault((row["scope"], row["type"], row["channel"]), {})[row["model"]] = row
    written = [
        [
            scope,
            plain(kind),
            plain(channel),
            *(models.get(model, {}).get("conversions") for model in _MODELS),
            *(models.get(model, {}).get("revenue") for model in _MODELS),
        ]
        for (scope, kind, channel), models in lines.items()
    ]
    return make_table("Credit per scope, conversion and channel, models side by side", columns, written)
