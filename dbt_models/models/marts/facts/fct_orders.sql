with

orders as (

    select
        {{ public_key('orders.order_key') }} as order_key,
        orders.order_id,
        {{ public_key('orders.contact_key') }} as contact_key,
        {{ public_key('orders.account_key') }} as account_key,
        {{ public_key(customer_key('orders.contact_key', 'orders.account_key')) }} as customer_key,
        {{ public_key('deals.deal_key') }} as deal_key,

        orders.kind,
        orders.currency,
        orders.country,
        orders.made_from,
        orders.contract,

        orders.lines,
        orders.amount,
        orders.amount_reporting,

        orders.has_conflict,
        orders.ordered_is_date_only,

        {{ local_date('orders.ordered_at') }} as ordered_on,
        orders.ordered_at
    from {{ ref('int_orders__unioned') }} as orders
    left join {{ ref('int_deals__identified') }} as deals
        on orders.deal_id_key = deals.deal_id_key

)

select * from orders
