"""Where the change of revenue came from: bridge, price and volume, offers won."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import duckdb

from dagster_project.report.charts import BLUE, ORANGE, VERMILION, data, spec
from dagster_project.report.reading import read
from dagster_project.report.section import Figure, Key, Section
from dagster_project.report.tables import Column, make_table, percent, plain

TITLE = "Where did the change of revenue come from?"
_STEPS = ("new", "reactivated", "more", "less", "lost", "no customer")
_EFFECTS = (
    *("price", "volume", "mix", "rates", "new products", "returning products"),
    *("dropped products", "no product named"),
)
_BRIDGE = """
select period, opening, new, reactivated, expansion, contraction, lost, without_customer, closing
from marts.revenue_bridge
where grain = 'quarter' and reason is null
order by period desc
limit 8
"""
_PRICES = """
select period, sum(change) as change, sum(price_effect) as price, sum(volume_effect) as volume, sum(mix_effect) as mix,
    sum(fx_effect) as fx, sum(new_products) as new, sum(returning_products) as returning,
    sum(dropped_products) as dropped, sum(other_change) as other
from marts.price_volume
where grain = 'quarter' and is_complete
group by period
order by period desc
limit 8
"""
_YEARS = """
select grain, period, revenue_before, revenue_after, delta_new, delta_existing, new_share, verdict, reason
from marts.growth_sources
where reason is distinct from 'the year is not over'
order by period desc, grain
limit 6
"""
_OFFERS = """
select relation, offers, accounts, win_rate, win_rate_low, win_rate_high, benchmark
from marts.win_rates
where period = 'all'
order by relation
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `revenue_bridge`, `price_volume`, `growth_sources` and `win_rates`."""
    years, prices, bridges = read(con, _YEARS), con.execute(_PRICES).fetchall(), con.execute(_BRIDGE).fetchall()
    offers = con.execute(_OFFERS).fetchall()
    if not years and not prices:
        return Section("growth", TITLE, empty="There is no revenue of two periods to compare.")
    return Section(
        "growth",
        TITLE,
        lead=[_sentence(years)],
        figures=[
            *(
                _bridge_figure(bridge) for bridge in bridges[:1] if None not in bridge
            ),  # none before 12 months of history
            *(_price_figure(change) for change in prices[:1] if any(change[2:-1])),  # none without lines of orders
            *_offers_figure(offers),
        ],
        tables=[
            make_table(
                "Revenue of 12 months from quarter to quarter",
                [
                    Column("quarter"),
                    *(Column(label, "money") for label in ("before", *_STEPS, "after")),
                ],
                bridges,
            ),
            make_table(
                "Price and volume: change since the quarter before",
                [
                    Column("quarter"),
                    *(Column(label, "money") for label in ("change", *_EFFECTS)),
                ],
                prices,
            ),
            make_table(
                "New or existing customers",
                [
                    Column("year"),
                    *(Column(label, "money") for label in ("before", "after", "by new", "by existing")),
                    Column("share of new", "share"),
                    Column("mostly"),
                    Column("because"),
                ],
                [
                    [
                        f"{plain(year['grain'])} {year['period']}",
                        *(year[name] for name in ("revenue_before", "revenue_after", "delta_new", "delta_existing")),
                        year["new_share"],
                        plain(year["verdict"]),
                        year["reason"],
                    ]
                    for year in years
                ],
            ),
            make_table(
                "Offers won",
                [
                    Column("to"),
                    Column("offers", "count"),
                    Column("accounts", "count"),
                    *(Column(label, "share") for label in ("won", "low", "high", "books")),
                ],
                offers,
            ),
        ],
    )


def _bridge_figure(bridge: Sequence[Any]) -> Figure:
    """The steps of one bridge as bars to both sides."""
    period, opening, *steps, closing = bridge
    return Figure(
        title=f"{plain(period)}: revenue of 12 months went from {float(opening):,.0f} to {float(closing):,.0f}",
        description="Bars: what new, returning, growing, shrinking and lost customers did to revenue of 12 months.",
        spec=_bars(_STEPS, steps, "change of revenue of 12 months"),
    )


def _price_figure(prices: Sequence[Any]) -> Figure:
    """The parts of one change of revenue as bars to both sides."""
    period, change, *parts = prices
    known = [0 if part is None else part for part in parts]
    return Figure(
        title=f"{plain(period)}: revenue {'rose' if change > 0 else 'fell'} by {abs(float(change)):,.0f} in a quarter",
        description="Bars: what price, volume, mix, rates, and products that came, came back and went did to revenue.",
        spec=_bars(_EFFECTS, known, "change of revenue"),
    )


def _bars(labels: Sequence[str], amounts: Sequence[Any], title: str) -> dict[str, Any]:
    bars = [
        {"step": label, "amount": float(amount), "colour": BLUE if amount >= 0 else VERMILION}
        for label, amount in zip(labels, amounts, strict=True)
    ]
    chart = alt.Chart(data(bars)).mark_bar()
    encoded = chart.encode(
        x=alt.X("amount:Q", title=title),
        y=alt.Y("step:N", title=None, sort=list(labels)),
        color=alt.Color("colour:N", scale=None, legend=None),
    )
    return spec(encoded, height=36 * len(labels))


def _offers_figure(offers: Sequence[Sequence[Any]]) -> list[Figure]:
    """Bars: offers won by whom they were made to, beside what the books say."""
    known = [offer for offer in offers if offer[3] is not None]
    if not known:
        return []
    rows: list[dict[str, Any]] = [{"to": plain(offer[0]), "won": float(offer[3])} for offer in known]
    marks = [{"to": plain(offer[0]), "won": float(offer[6])} for offer in known if offer[6] is not None]
    place = alt.Y("to:N", title=None, sort=[row["to"] for row in rows])
    share = alt.X("won:Q", title="share of offers won", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    keys = [Key("won", BLUE), Key("the books say", ORANGE)]
    chart = alt.Chart(data(rows)).mark_bar(color=BLUE).encode(x=share, y=place) + (
        alt.Chart(data(marks)).mark_tick(color=ORANGE, thickness=4, size=30).encode(x=share, y=place)
    )
    return [
        Figure(
            title="Offers won: " + ", ".join(f"{row['to']} {percent(row['won'], 0)}" for row in rows),
            description="Bars: share of offers won, to customers and to prospects; ticks: what the books say.",
            spec=spec(chart, height=max(110, 50 * len(rows))),
            legend=keys,
        )
    ]


def _sentence(years: list[dict[str, object]]) -> str:
    told = [year for year in years if year["verdict"] != "cannot_tell"]
    if not told:
        return (
            "Whether the last changes came from new or from existing customers cannot be told yet; the table says why."
        )
    year = told[0]
    return f"The change of the year {year['period']} came mostly from {year['verdict']} customers."
