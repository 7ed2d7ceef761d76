-- The returns that are counted, each with the landed row that it was made from: of an order that only lines name, the
-- first of its lines.
with returns as (
    select
        return_key,
        origin
    from marts.fct_returns
    where source = getvariable('source') and local_month(returned_at) is not distinct from getvariable('month')
),

made_from as (
    select cast(row_key as varchar) as return_key, contract, delivery_id, member, row_number
    from staging.stg_returns
    where row_status = 'current'
    union all
    select cast(row_key as varchar) as return_key, contract, delivery_id, member, row_number
    from staging.stg_orders
    where row_status = 'current' and return_source is not null
    union all
    select
        cast(order_id_key as varchar) as return_key,
        min_by(contract, (ordered_at, delivery_id, row_number)) as contract,
        min_by(delivery_id, (ordered_at, delivery_id, row_number)) as delivery_id,
        min_by(member, (ordered_at, delivery_id, row_number)) as member,
        min_by(row_number, (ordered_at, delivery_id, row_number)) as row_number
    from staging.stg_order_lines
    where row_status = 'current' and order_id_key is not null
    group by order_id_key
)

select
    'counted' as part,
    1 as items,
    made_from.contract,
    made_from.delivery_id,
    made_from.member,
    made_from.row_number,
    returns.origin as about,
    cast(null as varchar) as other_delivery_id,
    cast(null as bigint) as other_row_number
from returns
left join made_from on returns.return_key = made_from.return_key
