-- Order lines: gathered into an order, beyond the one that stands for it; moved to the month or source of their order;
-- refunds.
with staged as (
    select
        row_key,
        contract,
        delivery_id,
        member,
        row_number
    from staging.stg_order_lines
    where row_status = 'current'
),

lines as (
    select
        staged.contract,
        staged.delivery_id,
        staged.member,
        staged.row_number,
        priced.order_id,
        priced.return_source as line_source,
        local_month(priced.ordered_at) as line_month,
        coalesce(orders.return_source, priced.return_source) as source,
        local_month(orders.ordered_at) as month,
        orders.made_from,
        orders.kind,
        row_number() over (
            partition by priced.order_id_key
            order by priced.ordered_at, staged.delivery_id, staged.member, staged.row_number
        ) = 1 as stands_for_order
    from intermediate.int_order_lines__priced as priced
    inner join staged on priced.order_line_key = staged.row_key
    inner join intermediate.int_orders__unioned as orders
        on priced.order_id_key = orders.order_id_key and orders.takes_lines
    where priced.return_source is not null
),

here as (
    select * from lines
    where source = getvariable('source') and month is not distinct from getvariable('month')
),

moved as (
    select * from lines
    where month is distinct from line_month or source <> line_source
)

select
    'gathered' as part,
    1 as items,
    contract,
    delivery_id,
    member,
    row_number,
    'further line of order ' || order_id as about,
    cast(null as varchar) as other_delivery_id,
    cast(null as bigint) as other_row_number
from here
where made_from = 'header' or not stands_for_order
union all
select 'refunds', 1, contract, delivery_id, member, row_number, 'refund ' || order_id, null, null
from here
where made_from = 'lines' and kind = 'refund' and stands_for_order
union all
select 'delivered', 1, contract, delivery_id, member, row_number, 'line of an order of this month', null, null
from moved
where source = getvariable('source') and month is not distinct from getvariable('month')
union all
select 'delivered', -1, contract, delivery_id, member, row_number, 'line of an order of another month', null, null
from moved
where line_source = getvariable('source') and line_month is not distinct from getvariable('month')
union all
select 'refunds', 1, headers.contract, headers.delivery_id, headers.member, headers.row_number, 'refund', null, null
from intermediate.int_orders__unioned as orders
inner join staging.stg_orders as headers on orders.order_key = headers.row_key and headers.row_status = 'current'
where
    orders.made_from = 'header'
    and orders.kind = 'refund'
    and orders.return_source = getvariable('source')
    and local_month(orders.ordered_at) is not distinct from getvariable('month')
