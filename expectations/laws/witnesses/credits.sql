-- The paths of attribution as they add up, and the conversions that the facts hold: each read once for all laws.
create or replace temp table witness_paths as
select
    conversion_type,
    conversion_key,
    scope,
    sum(columns('^(credit|revenue)_.*')),
    min(least(*columns('^credit_.*'))) as lowest_credit,
    count(*) filter (where channel <> '(none)') as touchpoints
from marts.attribution_touchpoints
group by conversion_type, conversion_key, scope;

create or replace temp table witness_conversions as
select
    'return' as conversion_type,
    return_key as conversion_key,
    local_month(returned_at) as month,
    cast(null as decimal(18, 2)) as revenue
from marts.fct_returns
union all
select
    'opportunity' as conversion_type,
    deal_key as conversion_key,
    local_month(created_at) as month,
    cast(null as decimal(18, 2)) as revenue
from marts.fct_deals
where created_at is not null
union all
select
    'won_deal' as conversion_type,
    fct_deals.deal_key as conversion_key,
    local_month(fct_deals.closed_at) as month,
    case when run_info.revenue_from = 'won_deal' then fct_deals.amount_reporting end as revenue
from marts.fct_deals as fct_deals
cross join marts.run_info as run_info
where fct_deals.status = 'won' and fct_deals.closed_at is not null
union all
select
    'order' as conversion_type,
    fct_orders.order_key as conversion_key,
    local_month(fct_orders.ordered_at) as month,
    case when run_info.revenue_from = 'order' then fct_orders.amount_reporting end as revenue
from marts.fct_orders as fct_orders
cross join marts.run_info as run_info
where fct_orders.kind = 'order';
