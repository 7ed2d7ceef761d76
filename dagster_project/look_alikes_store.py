"""The table `lookalike_potential`: counted companies read from the models, look-alikes and verdicts written.

Holds the queries and the table with its comments. Must not judge (`statistics/look_alikes.py`).
"""

from collections.abc import Callable

import duckdb

from dagster_project.statistics.look_alikes import Kind, LookAlikes, Market, Taught, find_look_alikes, teach
from dagster_project.tables import NUMBER, rounded, write_table

LOOK_ALIKES = "marts.lookalike_potential"
_GRAIN = "One row per segment: how many companies that are not covered look like buyers, and whether to look for them."
_COLUMNS = {
    "segment_type": ("varchar not null", "all, industry, region or company_size."),
    "segment": ("varchar not null", "Name of the segment; (none) where it is not known; all."),
    "buyers": ("bigint not null", "Companies that bought in the last 24 months."),
    "uncovered": ("bigint not null", "Companies known but never approached, or not reached."),
    "uncovered_without_evidence": (
        "bigint not null",
        "Those of an industry and size of which fewer than 5 were approached: nobody knows whether they would buy.",
    ),
    "uncovered_lookalikes": (
        "bigint",
        "Those of an industry and size that buys at least twice as often as approached companies do; null where "
        "industry and size do not tell buyers from others.",
    ),
    "base_rate": (
        NUMBER,
        "Share of the companies approached a year ago or longer that have bought since; null if too few.",
    ),
    "lookalike_rate": (NUMBER, "The same of approached companies that look like buyers."),
    "lookalike_rate_low": (NUMBER, "Lower 95 % limit of lookalike_rate."),
    "lookalike_rate_high": (NUMBER, "Upper 95 % limit of lookalike_rate."),
    "area_under_curve": (
        NUMBER,
        "How well the earlier half of the approaches foretells who of the later half buys: 0.5 is chance, 1 perfect.",
    ),
    "area_low": (NUMBER, "Lower 95 % limit of area_under_curve."),
    "area_high": (NUMBER, "Upper 95 % limit of area_under_curve."),
    "expected_margin_low": (NUMBER, "Lower limit of the margin of a look-alike in its first 12 months."),
    "approach_cost": (NUMBER, "What approaching one company has cost; null where no costs are known."),
    "verdict": (
        "varchar not null",
        "worth_it: a look-alike brings more than its approach costs and there are at least a fifth as many as buyers; "
        "work_on_ and the largest other part of the market; cannot_tell.",
    ),
    "reason": ("varchar not null", "The verdict in words."),
}
_KINDS = """
select industry, company_size, region, earlier_approached, earlier_bought, later_approached, later_bought, buyers,
    uncovered
from warehouse.intermediate.int_market_cells__counted
order by all
"""
_MARKET = """
select
    (select cast(sum(amount_reporting) as double) from marts.fct_costs where lower(channel) <> 'onboarding')
    / nullif((select count(*) from marts.dim_accounts where first_outflow_at is not null), 0),
    (
        select
            cast(
                sum(new_customers * revenue_per_customer_12_months) / nullif(sum(new_customers), 0) as double
            ) * ?
        from marts.acquisition_economics
        where revenue_per_customer_12_months is not null
    ),
    (
        select max_by(part, (coalesce(potential, 0), accounts, position))
        from marts.coverage_waterfall
        where segment_type = 'all' and part not in ('buyer', 'unlisted')
            and date_on = (select max(date_on) from marts.coverage_waterfall)
    )
"""
_SEGMENTS: dict[str, Callable[[Kind], str]] = {
    "all": lambda _: "all",
    "industry": lambda kind: kind.industry,
    "region": lambda kind: kind.region,
    "company_size": lambda kind: kind.company_size,
}


def write_look_alikes(con: duckdb.DuckDBPyConnection, margin_share: float) -> LookAlikes | None:
    """Judge each segment and write it; returns what was found over all, None where there is no market.

    Args:
        con: open, with the catalogs `warehouse` and `marts`.
        margin_share: what of revenue is margin, 0 to 1.
    """
    kinds = [Kind(*row) for row in con.execute(_KINDS).fetchall()]
    ((cost, margin, part),) = con.execute(_MARKET, [margin_share]).fetchall()
    if part is None:
        write_table(con, LOOK_ALIKES, _GRAIN, _COLUMNS, [])
        return None
    market, taught = Market(cost, margin, part), teach(kinds) if kinds else "No company was approached."
    rows, whole = [], None
    for segment_type, name_of in _SEGMENTS.items():
        # A kind that was approached has no region: those rows only teach.
        for segment in sorted({name_of(kind) for kind in kinds if kind.buyers or kind.uncovered}):
            chosen = [kind for kind in kinds if name_of(kind) == segment]
            found = find_look_alikes(chosen, kinds, taught, market)
            whole = whole or found
            rows.append(_row(segment_type, segment, found, taught, market))
    write_table(con, LOOK_ALIKES, _GRAIN, _COLUMNS, rows)
    return whole


def _row(segment_type: str, segment: str, found: LookAlikes, taught: Taught | str, market: Market) -> list[object]:
    rate, area = found.rate, None if isinstance(taught, str) else taught.area
    margin = rate.low * market.margin_per_buyer if rate and market.margin_per_buyer is not None else None
    numbers = [
        None if isinstance(taught, str) else taught.base_rate,
        *((rate.value, rate.low, rate.high) if rate else (None, None, None)),
        *((area.value, area.low, area.high) if area else (None, None, None)),
        margin,
        market.approach_cost,
    ]
    return [
        segment_type,
        segment,
        found.buyers,
        found.uncovered,
        found.uncovered_without_evidence,
        found.uncovered_look_alikes,
        *(rounded(number) for number in numbers),
        found.verdict,
        found.reason,
    ]
