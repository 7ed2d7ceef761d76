"""Look-alikes: which companies that are not covered look like buyers, by industry, and whether to look for them."""

from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, GREEN, GREY, coloured, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, plain

TITLE = "Are there more companies like your customers?"
_KEYS = [Key("buyers", GREY), Key("look-alikes not covered", GREEN), Key("others not covered", BLUE)]
_SEGMENTS = """
select segment_type, segment, buyers, uncovered, uncovered_without_evidence, uncovered_lookalikes,
    cast(base_rate as double) as base_rate, cast(lookalike_rate as double) as lookalike_rate, expected_margin_low,
    approach_cost, verdict, reason
from marts.lookalike_potential
where segment_type in ('all', 'industry')
order by segment_type, buyers + uncovered desc, segment
"""
_MOST = 12


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `lookalike_potential`."""
    segments = read(con, _SEGMENTS)
    if not segments:
        return Section("look_alikes", TITLE, empty="No account is known, so there is no market to look in.")
    whole, industries = segments[0], segments[1 : _MOST + 1]
    return Section(
        "look_alikes",
        TITLE,
        lead=[f"{plain(whole['verdict']).capitalize()}. {whole['reason']}"],
        figures=[
            Figure(
                title=f"{whole['uncovered']:,} companies are not covered, beside {whole['buyers']:,} buyers",
                description="Stacked bars: buyers, look-alikes not covered and others not covered, by industry.",
                spec=_chart(industries),
                legend=_KEYS,
            )
        ],
        tables=[
            make_table(
                "Buyers and companies not covered, by industry",
                [
                    Column("industry"),
                    Column("buyers", "count"),
                    Column("not covered", "count"),
                    Column("of unknown kind", "count"),
                    Column("look-alikes", "count"),
                    Column("verdict"),
                ],
                [
                    [
                        segment["segment"],
                        *(segment[name] for name in ("buyers", "uncovered", "uncovered_without_evidence")),
                        segment["uncovered_lookalikes"],
                        plain(segment["verdict"]),
                    ]
                    for segment in [whole, *industries]
                ],
            )
        ],
        notes=[
            "Taught by companies that were approached, bought or not. Of unknown kind: fewer than five companies of "
            "that industry and size were ever approached."
        ],
    )


def _chart(industries: list[dict[str, Any]]) -> dict[str, Any]:
    bars = [
        {"industry": plain(each["segment"]), "companies": companies, "kind": key.label, "place": place}
        for each in industries
        for place, (key, companies) in enumerate(
            zip(
                _KEYS,
                (
                    each["buyers"],
                    each["uncovered_lookalikes"] or 0,
                    each["uncovered"] - (each["uncovered_lookalikes"] or 0),
                ),
                strict=True,
            )
        )
    ]
    chart = (
        alt.Chart(data(bars))
        .mark_bar()
        .encode(
            x=alt.X("companies:Q", title="companies", axis=alt.Axis(tickCount=5)),
            y=alt.Y("industry:N", title=None, sort=[plain(each["segment"]) for each in industries]),
            color=coloured("kind:N", _KEYS),
            order=alt.Order("place:Q"),
        )
    )
    return spec(chart, height=40 + 24 * len(industries))
