with

-- The first order that names the deal.
orders as (

    select
        deal_id_key,
        min(order_key) as order_key
    from {{ ref('int_orders__unioned') }}
    where deal_id_key is not null and kind = 'order'
    group by deal_id_key

),

deals as (

    select
        {{ public_key('deals.deal_key') }} as deal_key,
        deals.deal_id,
        {{ public_key('deals.contact_key') }} as contact_key,
        {{ public_key('deals.account_key') }} as account_key,
        {{ public_key(customer_key('deals.contact_key', 'deals.account_key')) }} as customer_key,
        {{ public_key('deals.campaign_id_key') }} as campaign_key,
        {{ public_key('orders.order_key') }} as becomes_key,

        deals.stage,
        deals.pipeline,
        deals.status,
        deals.deal_type,
        deals.lost_reason,
        deals.lost_to,
        deals.compelling_event,
        deals.currency,
        deals.contract,

        deals.probability,
        {{ to_cents('deals.amount') }} as amount,
        {{ to_cents('deals.amount_reporting') }} as amount_reporting,

        deals.created_is_date_only,
        deals.is_gone_at_source,

        {{ local_date('deals.created_at') }} as created_on,
        deals.expected_close_on,
        deals.compelling_event_on,
        deals.created_at,
        deals.closed_at
    from {{ ref('int_deals__identified') }} as deals
    left join orders
        on deals.deal_id_key = orders.deal_id_key

)

select * from deals
