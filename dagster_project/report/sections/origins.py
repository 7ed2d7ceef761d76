"""Where returns come from, beside what being addressed alone makes one expect."""

from dataclasses import replace
from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, ORANGE, coloured, dashed, data, spec
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "Who answers: those who were addressed, or others?"
_ORIGINS = ("direct", "same_account", "referral", "beyond_window", "untargeted")
_EXPECTED = ("direct", "same_account")
_OBSERVED_KEY, _EXPECTED_KEY = Key("observed", BLUE), Key("expected from exposure alone", ORANGE)
_MONTHS_LEGEND = [replace(_OBSERVED_KEY, form="line"), replace(_EXPECTED_KEY, form="dashes")]
_MEANING = {
    "direct": "the person had been sent something",
    "same_account": "a colleague had",
    "referral": "somebody who had sent them",
    "beyond_window": "addressed longer ago",
    "untargeted": "known, never addressed",
}
# Certain origins of known persons only: what is compared with an expectation has to have the same base.
_MONTHS = """
select
    month,
    certain_known_returns,
    certain_direct_known_share,
    certain_direct_expected,
    certain_same_account_known_share,
    certain_same_account_expected
from marts.return_origins
where segment_type = 'all' and certain_known_returns > 0
order by month
"""
_COUNTED = f"""
select returns, {", ".join(f"coalesce({origin}_share, 0) * returns" for origin in _ORIGINS)},
    certain_returns, certain_known_returns,
    {", ".join(f"coalesce(certain_{origin}_share, 0) * certain_returns" for origin in _ORIGINS)}
from marts.return_origins
where segment_type = 'all'
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `return_origins`."""
    sums = _sums(con)
    if not sums["returns"]:
        return Section("origins", TITLE, empty="No return has been counted yet.")
    if not sums["certain_known"]:
        return Section(
            "origins",
            TITLE,
            empty="No return has an origin that is certain yet: either no outflow has come in, or the records of "
            "outflows begin too late to tell.",
        )
    months = con.execute(_MONTHS).fetchall()
    observed = {origin: sums["certain", origin] / sums["certain_known"] for origin in _ORIGINS}
    expected = {name: _expected(months, position) for name, position in zip(_EXPECTED, (3, 5), strict=True)}
    figures = [
        Figure(
            title="Origins of returns, beside what mere exposure would give",
            description="Bars: share of returns per origin. Marks: the share expected for direct and same account.",
            spec=_shares_chart(observed, expected),
            legend=[_OBSERVED_KEY, _EXPECTED_KEY],
        )
    ]
    if len(months) > 1:
        figures.append(
            Figure(
                title="Direct returns, month by month",
                description="Lines: share of returns that are direct per month, observed and expected.",
                spec=_months_chart(months),
                legend=_MONTHS_LEGEND,
            )
        )
    return Section(
        "origins",
        TITLE,
        lead=[_sentence(observed, sums), _exposure_sentence(observed["direct"], expected["direct"])],
        figures=figures,
        tables=[_origins_table(sums, observed, expected), _months_table(months)],
        notes=[
            "Expected: the share of the known contacts, weighted like the returns by region and relation, whom the "
            "same origin would have met on the 15th of the month. Anonymous returns and those too early to judge "
            "are left out of the charts, not out of the count."
        ],
    )


def _sums(con: duckdb.DuckDBPyConnection) -> dict[Any, float]:
    names: list[Any] = ["returns", *(("all", origin) for origin in _ORIGINS), "certain_returns", "certain_known"]
    names += [("certain", origin) for origin in _ORIGINS]
    rows = con.execute(_COUNTED).fetchall()
    return {name: round(sum(float(row[place]) for row in rows)) for place, name in enumerate(names)}


def _expected(months: list[tuple[Any, ...]], position: int) -> float | None:
    """The expectation over all months, weighted by their known returns; None where no month has one."""
    judged = [(float(row[1]), float(row[position])) for row in months if row[position] is not None]
    weight = sum(returns for returns, _ in judged)
    return sum(returns * share for returns, share in judged) / weight if weight else None


def _sentence(observed: dict[str, float], sums: dict[Any, float]) -> str:
    return (
        f"Of {sums['certain_known']:,} returns by known persons, {percent(1 - observed['direct'], 0)} came from people "
        "who had not been sent anything themselves. A report that only counts answers of recipients would miss them."
    )


def _exposure_sentence(observed: float, expected: float | None) -> str:
    if expected is None:
        return "What share would be direct by mere exposure cannot be told here."
    if observed > 1.1 * expected:
        reading = "recipients come back more often than exposure explains"
    elif observed < 0.9 * expected:
        reading = "recipients come back less often than others among the known"
    else:
        reading = "about what exposure explains"
    return (
        f"{percent(observed, 0)} are direct. If outflows had no effect at all, being on the mailing lists alone would "
        f"make it {percent(expected, 0)}: {reading}."
    )


def _shares_chart(observed: dict[str, float], expected: dict[str, float | None]) -> dict[str, Any]:
    named = {origin: f"{plain(origin)}  {percent(share)}" for origin, share in observed.items()}
    rows = [
        {"origin": named[origin], "meaning": _MEANING[origin], "share": share} for origin, share in observed.items()
    ]
    marks = [
        {"origin": named[origin], "share": share, "what": _EXPECTED_KEY.label}
        for origin, share in expected.items()
        if share is not None
    ]
    y = alt.Y("origin:N", sort=list(named.values()), title=None)
    x = alt.X("share:Q", title="share of returns", axis=alt.Axis(format="%", tickCount=5))
    ticks = (
        alt.Chart(data(marks))
        .mark_tick(thickness=4, height=34, opacity=1, color=_EXPECTED_KEY.colour)
        .encode(y=y, x=x, tooltip=["what:N", alt.Tooltip("share:Q", format=".1%")])
    )
    tooltip = ["origin:N", "meaning:N", alt.Tooltip("share:Q", format=".1%")]
    bars = (
        alt.Chart(data(rows))
        .mark_bar(color=_OBSERVED_KEY.colour, cornerRadius=1, height=24)
        .encode(y=y, x=x, tooltip=tooltip)
    )
    return spec(bars + ticks, height=46 * len(rows))


def _months_chart(months: list[tuple[Any, ...]]) -> dict[str, Any]:
    rows = [
        {"month": row[0].isoformat(), "share": float(row[place]), "series": key.label}
        for row in months
        for key, place in zip(_MONTHS_LEGEND, (2, 3), strict=True)
        if row[place] is not None
    ]
    chart = (
        alt.Chart(data(rows))
        .mark_line()
        .encode(
            x=alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=5, labelOverlap=True)),
            y=alt.Y("share:Q", title="share direct", axis=alt.Axis(format="%", tickCount=4)),
            color=coloured("series:N", _MONTHS_LEGEND),
            strokeDash=dashed("series:N", _MONTHS_LEGEND),
            tooltip=[alt.Tooltip("month:T", format="%B %Y"), "series:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    return spec(chart, height=220)


def _origins_table(sums: dict[Any, float], observed: dict[str, float], expected: dict[str, float | None]) -> Any:
    columns = [
        Column("origin"),
        Column("means that"),
        Column("all returns", "count"),
        Column("of certain origin", "count"),
        Column("share", "share"),
        Column("expected", "share"),
    ]
    rows: list[list[Any]] = [
        [
            plain(origin),
            _MEANING[origin],
            sums["all", origin],
            sums["certain", origin],
            observed[origin],
            expected.get(origin),
        ]
        for origin in _ORIGINS
    ]
    anonymous = sums["returns"] - sum(sums["all", origin] for origin in _ORIGINS)
    rows.append(["anonymous", "nobody could be identified", anonymous, None, None, None])
    return make_table("Origins", columns, rows)


def _months_table(months: list[tuple[Any, ...]]) -> Any:
    columns = [Column("month", "month"), Column("returns", "count")]
    columns += [
        Column(label, "share") for label in ("direct", "direct, expected", "same account", "same account, expected")
    ]
    return make_table("Month by month", columns, months)
