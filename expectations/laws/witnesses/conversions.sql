-- The conversions that the facts hold, with the origin of returns.
create or replace temp table witness_conversions as
select
    'return' as conversion_type,
    return_key as conversion_key,
    month,
    cast(null as decimal(18, 2)) as revenue,
    origin
from witness_told_returns
union all
select
    'opportunity' as conversion_type,
    deal_key as conversion_key,
    local_month(created_at) as month,
    cast(null as decimal(18, 2)) as revenue,
    null as origin
from marts.fct_deals
where created_at is not null
union all
select
    'won_deal' as conversion_type,
    fct_deals.deal_key as conversion_key,
    local_month(fct_deals.closed_at) as month,
    case when run_info.revenue_from = 'won_deal' then fct_deals.amount_reporting end as revenue,
    null as origin
from marts.fct_deals as fct_deals
cross join marts.run_info as run_info
where fct_deals.status = 'won' and fct_deals.closed_at is not null
union all
select
    'order' as conversion_type,
    fct_orders.order_key as conversion_key,
    local_month(fct_orders.ordered_at) as month,
    case when run_info.revenue_from = 'order' then fct_orders.amount_reporting end as revenue,
    null as origin
from marts.fct_orders as fct_orders
cross join marts.run_info as run_info
where fct_orders.kind = 'order';

-- How many there are, which is what is divided, per type and month.
create or replace temp table witness_conversion_months as
select conversion_type, month, count(*) as conversions, coalesce(sum(revenue), 0) as revenue
from witness_conversions
group by conversion_type, month;
