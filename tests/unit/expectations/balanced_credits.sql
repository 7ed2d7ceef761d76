-- What the facts beside (balanced_facts.sql) are credited to.
-- Order 100 has two touchpoints, a mail in February and a letter in March, every model giving half to each; the other
-- orders and returns have one mail of March each, or none.
create table marts.run_info as select 'r1' as run_id, 112 as lookback_days, 'order' as revenue_from;
create table marts.attribution_touchpoints as
with paths as (
    select
        'return' as conversion_type,
        return_key as conversion_key,
        1 as position,
        case when origin = 'direct' then 'email' else '(none)' end as channel,
        1 as credit,
        null as revenue,
        date '2025-03-01' as sent_month,
        cast(date_trunc('month', timezone('Europe/Paris', timezone('UTC', returned_at))) as date) as month
    from marts.fct_returns
    union all
    select 'order', order_key, position, channel, credit, revenue, sent_month, month
    from (
        values
        ('100', 1, 'email', 0.5, 5.00, date '2025-02-01', date '2025-03-01'),
        ('100', 2, 'letter', 0.5, 5.00, date '2025-03-01', date '2025-03-01'),
        ('102', 1, 'email', 1, 20.01, date '2025-03-01', date '2025-04-01')
    ) as t (order_key, position, channel, credit, revenue, sent_month, month)
)
select
    *,
    case when channel = '(none)' then 0 else count(*) over (partition by conversion_type, conversion_key, scope) end
        as touchpoints,
    cast(credit as decimal(18, 9)) as credit_first,
    cast(credit as decimal(18, 9)) as credit_last,
    cast(credit as decimal(18, 9)) as credit_last_non_brand,
    cast(credit as decimal(18, 9)) as credit_linear,
    cast(credit as decimal(18, 9)) as credit_position,
    cast(credit as decimal(18, 9)) as credit_w_shaped,
    cast(credit as decimal(18, 9)) as credit_full_path,
    cast(credit as decimal(18, 9)) as credit_time_decay,
    cast(revenue as decimal(18, 2)) as revenue_first,
    cast(revenue as decimal(18, 2)) as revenue_last,
    cast(revenue as decimal(18, 2)) as revenue_last_non_brand,
    cast(revenue as decimal(18, 2)) as revenue_linear,
    cast(revenue as decimal(18, 2)) as revenue_position,
    cast(revenue as decimal(18, 2)) as revenue_w_shaped,
    cast(revenue as decimal(18, 2)) as revenue_full_path,
    cast(revenue as decimal(18, 2)) as revenue_time_decay
from paths
cross join (select unnest(['person', 'account']) as scope);
create table marts.attribution_summary as
select
    model,
    scope,
    112 as lookback_days,
    conversion_type,
    month_basis,
    case month_basis when 'sent' then sent_month else month end as month,
    channel,
    sum(credit_linear) as conversions,
    sum(revenue_linear) as revenue,
    cast(null as decimal(28, 6)) as cost
from marts.attribution_touchpoints
cross join (
    select unnest([
        'first', 'last', 'last_non_brand', 'linear', 'position', 'w_shaped', 'full_path', 'time_decay'
    ]) as model
)
cross join (select unnest(['sent', 'converted']) as month_basis)
group by all
union all
select model, scope, 112, conversion_type, null, null, channel, sum(credit_linear), sum(revenue_linear), null
from marts.attribution_touchpoints
cross join (select unnest(['markov', 'markov_2', 'markov_3', 'shapley']) as model)
group by all
union all
select 'last', scope, 30, conversion_type, null, null, channel, sum(credit_linear), null, null
from marts.attribution_touchpoints
group by all;
