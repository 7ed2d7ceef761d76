-- Money in the facts is money in staging, to the cent: as the source wrote it, and in the reporting currency where the
-- source writes that one. What a refund pays back is negative, whichever sign the source writes. Orders that only lines
-- name are worth what their lines are.
with staged as (
    select 'deals' as entity, contract, currency, amount
    from staging.stg_deals
    where row_status = 'current'
    union all
    select 'costs' as entity, contract, currency, amount
    from staging.stg_costs
    where row_status = 'current'
    union all
    select
        'order_lines' as entity,
        contract,
        currency,
        case
            when coalesce(kind, case when quantity < 0 then 'refund' else 'order' end) = 'refund'
                then -abs(coalesce(amount, cast(cast(quantity as decimal(28, 6)) * unit_price as decimal(18, 6))))
            else coalesce(amount, cast(cast(quantity as decimal(28, 6)) * unit_price as decimal(18, 6)))
        end as amount
    from staging.stg_order_lines
    where row_status = 'current'
    union all
    select
        'orders' as entity,
        contract,
        currency,
        case
            when coalesce(kind, case when amount < 0 then 'refund' else 'order' end) = 'refund' then -abs(amount)
            else amount
        end as amount
    from staging.stg_orders
    where row_status = 'current'
),

told as (
    select 'deals' as entity, contract, currency, amount, amount_reporting from marts.fct_deals
    union all
    select 'costs' as entity, contract, currency, amount, amount_reporting from marts.fct_costs
    union all
    select 'order_lines' as entity, contract, currency, amount, amount_reporting from marts.fct_order_lines
    union all
    -- An order without an amount of its own is worth what its lines are.
    select 'orders' as entity, orders.contract, orders.currency, orders.amount, orders.amount_reporting
    from marts.fct_orders as orders
    inner join staging.stg_orders as headers
        on orders.order_key = cast(headers.row_key as varchar) and headers.row_status = 'current'
    where orders.made_from = 'header' and headers.amount is not null
),

sums as (
    select entity, contract, currency, sum(round(amount, 2)) as expected, 0 as found
    from staged
    group by entity, contract, currency
    union all
    select entity, contract, currency, 0 as expected, sum(amount) as found
    from told
    group by entity, contract, currency
    union all
    select entity, contract, 'reporting' as currency, sum(amount) as expected, sum(amount_reporting) as found
    from told
    cross join landing.run as run
    where coalesce(told.currency, run.currency) = run.currency
    group by entity, contract
    union all
    select 'orders made from lines' as entity, orders.contract, 'reporting' as currency,
        sum(lines.amount_reporting) as expected, sum(orders.amount_reporting) as found
    from marts.fct_orders as orders
    inner join (
        select order_key, sum(amount_reporting) as amount_reporting from marts.fct_order_lines group by order_key
    ) as lines
        on orders.order_key = lines.order_key
    where orders.made_from = 'lines'
    group by orders.contract
    union all
    select 'orders' as entity, orders.contract, 'one currency' as currency, sum(orders.amount) as expected,
        sum(orders.amount_reporting) as found
    from marts.fct_orders as orders
    cross join landing.run as run
    where orders.amount is not null and coalesce(orders.currency, run.currency) = run.currency
    group by orders.contract
)

select
    contract as source,
    concat_ws(' ', entity, currency) as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from sums
group by contract, entity, currency
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from sums
