"""Maturity: how finely e-mail is targeted, who the contacts are, and how often what is known of them changes."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREEN, GREY, ORANGE, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, plain

TITLE = "How finely do you target?"
_COLOURS = {"blast": GREY, "list": ORANGE, "automated": BLUE, "behavioural": GREEN}
_KEYS = [Key(level, colour, "line") for level, colour in _COLOURS.items()]
_MONTHS = """
select month, maturity_level, reason, mailable_contacts, sends, cast(blast_share as double) as blast,
    cast(list_share as double) as list, cast(automated_share as double) as automated,
    cast(behavioural_share as double) as behavioural
from marts.segmentation_maturity
order by month
"""
_FIELDS = "select field_kind, field, contacts, changed_share from marts.field_changes order by field_kind desc, field"
_SEGMENTS = """
select lifecycle_segment, count(*), sum(case when behaviour_segment in ('returning', 'reading') then 1 else 0 end),
    cast(sum(expected_purchases) as double), sum(expected_revenue)
from marts.contact_segments
group by lifecycle_segment
order by count(*) desc, lifecycle_segment
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `segmentation_maturity`, `contact_segments` and `field_changes`."""
    months, segments = read(con, _MONTHS), con.execute(_SEGMENTS).fetchall()
    if not months and not segments:
        return Section("maturity", TITLE, empty="No contact is known.")
    tables = [
        make_table(
            "Contacts, and what those who bought are expected to buy within a year",
            [
                Column("segment"),
                Column("contacts", "count"),
                Column("reading or returning", "count"),
                Column("purchases expected", "count"),
                Column("revenue expected", "money"),
            ],
            [[plain(name), *numbers] for name, *numbers in segments],
        ),
        make_table(
            "What changed within 90 days",
            [Column("kind"), Column("field"), Column("contacts", "count"), Column("changed", "share")],
            [[kind, plain(field), *numbers] for kind, field, *numbers in con.execute(_FIELDS).fetchall()],
        ),
    ]
    if not months:
        lead = "No e-mail to a person is known, so no level can be told."
        return Section("maturity", TITLE, lead=[lead], figures=[_lifecycle(segments)], tables=tables)
    last = months[-1]
    told = last["maturity_level"] != "cannot_tell"
    return Section(
        "maturity",
        TITLE,
        lead=[
            f"The highest level that reached a fifth of the contacts in each of the last three months is "
            f"“{last['maturity_level']}”."
            if told
            else f"The level cannot be told: {last['reason']}."
        ],
        figures=[
            *([_levels(months)] if any(month[level] for month in months for level in _COLOURS) else []),
            _lifecycle(segments),
        ],
        tables=[
            make_table(
                "Contacts reached by each level, last months",
                [
                    Column("month", "month"),
                    *(Column(name, "count") for name in ("mailable", "e-mails")),
                    *(Column(level, "share") for level in _COLOURS),
                ],
                [
                    [month["month"], month["mailable_contacts"], month["sends"], *(month[level] for level in _COLOURS)]
                    for month in months[-12:]
                ],
            ),
            *tables,
        ],
    )


def _levels(months: list[dict[str, Any]]) -> Figure:
    return Figure(
        title=f"{months[-1]['mailable_contacts']:,} contacts could be sent an e-mail in the last month",
        description="Lines: share of the mailable contacts that received each level of targeting, by month.",
        spec=_level_chart(months),
        legend=_KEYS,
    )


def _lifecycle(segments: list[tuple[Any, ...]]) -> Figure:
    bars = [{"segment": plain(name), "contacts": contacts} for name, contacts, *_ in segments]
    chart = (
        alt.Chart(data(bars))
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("contacts:Q", title="contacts", axis=alt.Axis(tickCount=5)),
            y=alt.Y("segment:N", title=None, sort=[bar["segment"] for bar in bars], axis=alt.Axis(labelLimit=180)),
        )
    )
    return Figure(
        title=f"{sum(bar['contacts'] for bar in bars):,} contacts are known",
        description="Bars: contacts by how far they have come: known, addressed, returned, customers.",
        spec=spec(chart, height=40 + 26 * len(bars)),
    )


def _level_chart(months: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [
        {"month": month["month"].isoformat(), "reached": month[level], "level": level}
        for month in months
        for level in _COLOURS
        if month[level] is not None
    ]
    chart = (
        alt.Chart(data(rows))
        .mark_line()
        .encode(
            x=alt.X("month:T", title=None, axis=alt.Axis(format="%Y-%m", tickCount=6)),
            y=alt.Y("reached:Q", title="share of contacts", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            color=coloured("level:N", _KEYS),
        )
    )
    return spec(chart, height=260)
