-- The return with which each order or deal began: the earliest that became it, at once or by way of a deal.
with

beginnings as (

    select
        becomes_key as purchase_key,
        source,
        returned_at,
        return_key
    from {{ ref('fct_returns') }}
    where becomes_key is not null

    union all

    select
        orders.order_key as purchase_key,
        returns.source,
        returns.returned_at,
        returns.return_key
    from {{ ref('fct_returns') }} as returns
    inner join {{ ref('fct_orders') }} as orders
        on returns.becomes_key = orders.deal_key

),

ranked as (

    select
        purchase_key,
        source,
        row_number() over (
            partition by purchase_key order by returned_at asc nulls last, return_key asc nulls last
        ) as place
    from beginnings

)

select
    purchase_key,
    source
from ranked
where place = 1
