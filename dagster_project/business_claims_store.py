"""What the claims on forecasts, funnel and existing customers are judged on, read from marts and warehouse.

Holds the queries. Must not judge (`statistics/business_claims.py`).
"""

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any

import duckdb
import numpy as np

from dagster_project.statistics.business_claims import (
    BusinessEvidence,
    Forecasts,
    FunnelStep,
    Referrals,
    RepeatBuying,
)
from dagster_project.statistics.ratios import with_limits

_FORECASTS = """
select stage, compelling_event, cast(sum(first_deals) as bigint), cast(sum(first_won_on_time) as bigint)
from marts.forecast_slippage
where stage <> 'all' and compelling_event <> 'all' and first_deals > 0
group by stage, compelling_event
order by stage, compelling_event
"""
_STEPS = """
select step, cast(sum(parties) as bigint), cast(coalesce(sum(with_step_before), 0) as bigint)
from marts.funnel
group by step, step_number
order by step_number
"""
# A customer of the first months may have been sent something before the history begins.
_NEW_CUSTOMERS = """
with customers as (
    select first_outflow_at, first_order_at from marts.dim_accounts
    union all
    select first_outflow_at, first_order_at from marts.dim_contacts where account_key is null
),
begun as (
    select min(first_outflow_at) as first_at from customers
)
select count(*), count(case when first_outflow_at < first_order_at then 1 end)
from customers cross join begun
where first_order_at >= begun.first_at + cast(? as integer) * interval 1 day
"""
# Where no line has a product, a price and a quantity there is nothing to be explained by them.
_QUARTERS = """
select count(distinct case when state is not null then period end), cast(coalesce(sum(abs(
    change - coalesce(price_effect, 0) - coalesce(volume_effect, 0) - coalesce(mix_effect, 0) - coalesce(fx_effect, 0)
    - coalesce(new_products, 0) - coalesce(returning_products, 0) - coalesce(dropped_products, 0)
    - coalesce(other_change, 0)
)) * 100, 0) as bigint)
from marts.price_volume
where grain = 'quarter' and is_complete
"""
_SUMS = ("gross_purchases_before", "gross_purchases_after", "category_purchases_before", "category_purchases_after")
_PAIRS = list(combinations_with_replacement(range(len(_SUMS)), 2))
# Of the last 12 months that are over; who came in the year before did not buy in all of it.
_REPEAT = f"""
with customers as (
    select *
    from warehouse.intermediate.int_customer_years__paired
    where grain = '12_months' and customer_key is not null
        and first_year_number < year_number - 1 and gross_purchases_before > 0 and gross_purchases_after > 0
)
select count(*), {", ".join(f"cast(sum({name}) as double)" for name in _SUMS)},
    {", ".join(f"cast(sum({_SUMS[one]} * {_SUMS[other]}) as double)" for one, other in _PAIRS)}
from customers
where year_number = -1
"""
_PERIOD = "select max(period) from marts.growth_sources where grain = '12_months'"
_REFERRALS = """
select
    count(case when week between 0 and 9 then 1 end), count(case when week between 10 and 25 then 1 end)
from (
    select floor(date_diff('day', signups.signed_up_on, cast(returns.returned_at as date)) / 7) as week
    from marts.fct_returns as returns
    inner join warehouse.intermediate.int_signups__followed as signups
        on returns.referrer_contact_key = cast(signups.contact_key as varchar)
    where returns.is_referral and signups.known_days >= 7
        and date_diff('day', signups.signed_up_on, cast(returns.returned_at as date))
            < least(signups.known_days, coalesce(date_diff('day', signups.signed_up_on, signups.lost_on) + 7, 99999))
) as weeks
"""
_WEEKS = """
select
    cast(coalesce(sum(case when week < 10 then at_risk end), 0) as bigint),
    cast(coalesce(sum(case when week >= 10 then at_risk end), 0) as bigint)
from marts.onboarding_trough
where cohort = 'all' and onboarding_kind = 'all' and week < 26
"""


def read_business_evidence(con: duckdb.DuckDBPyConnection, lookback_days: int) -> BusinessEvidence:
    """The evidence, from a connection that has the catalogs `warehouse` and `marts` open."""
    (customers,), (quarters,) = (
        con.execute(_NEW_CUSTOMERS, [lookback_days]).fetchall(),
        con.execute(_QUARTERS).fetchall(),
    )
    (referrals,), (weeks,) = con.execute(_REFERRALS).fetchall(), con.execute(_WEEKS).fetchall()
    (repeat,), (period,) = con.execute(_REPEAT).fetchall(), con.execute(_PERIOD).fetchall()
    return BusinessEvidence(
        forecasts=read_forecasts(con),
        steps=[FunnelStep(*row) for row in con.execute(_STEPS).fetchall()],
        new_customers=customers[0],
        addressed_before=customers[1],
        repeat=_repeat_buying(period[0], repeat),
        quarters=quarters[0],
        unexplained=quarters[1],
        referrals=Referrals(referrals[0], weeks[0], referrals[1], weeks[1]),
    )


def read_forecasts(con: duckdb.DuckDBPyConnection) -> list[Forecasts]:
    """Deals forecast for the first time, by stage and compelling event; without those of which no export tells."""
    return [Forecasts(*row) for row in con.execute(_FORECASTS).fetchall()]


def _repeat_buying(period: str | None, row: Sequence[Any]) -> RepeatBuying | None:
    """Ratios of sums over customers, with limits from each customer's influence on their logarithm."""
    count, totals, products = row[0], np.array(row[1:5], dtype=np.float64), row[5:]
    if period is None or not count or not np.all(totals > 0):
        return None
    moments = np.zeros((len(_SUMS), len(_SUMS)))
    for (one, other), value in zip(_PAIRS, products, strict=True):
        moments[one, other] = moments[other, one] = value
    orders_before, orders_after, kinds_before, kinds_after = totals
    more, broader = np.array([-1, 1, 0, 0]) / totals, np.array([1, -1, -1, 1]) / totals
    kinds = with_limits(
        float(kinds_after / orders_after / (kinds_before / orders_before)), max(float(broader @ moments @ broader), 0.0)
    )
    return RepeatBuying(
        period,
        count,
        with_limits(float(orders_after / orders_before), max(float(more @ moments @ more), 0.0)),
        kinds if kinds_before > orders_before or kinds_after > orders_after else None,
    )
