-- All revenue by month, from the facts: orders and refunds as they stand, or won deals.
create or replace temp table witness_revenue as
select
    local_month(fct_orders.ordered_at) as month,
    sum(fct_orders.amount_reporting) as revenue
from marts.fct_orders as fct_orders
cross join marts.run_info as run_info
where run_info.revenue_from = 'order' and fct_orders.amount_reporting is not null
group by month
union all
select
    local_month(fct_deals.closed_at) as month,
    sum(fct_deals.amount_reporting) as revenue
from marts.fct_deals as fct_deals
cross join marts.run_info as run_info
where
    run_info.revenue_from = 'won_deal'
    and fct_deals.status = 'won'
    and fct_deals.closed_at is not null
    and fct_deals.amount_reporting is not null
group by month;
