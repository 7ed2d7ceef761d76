-- What counts as a conversion: a return, a deal created, a deal won, an order. A form that becomes a deal that becomes
-- an order is four conversions of four types; each type is credited by itself.
with

returns as (

    select
        'return' as conversion_type,
        return_key as conversion_key,
        contact_key,
        account_key,
        coalesce(referrer_account_key, referrer_contact_key) as referrer_key,
        cast(null as decimal(18, 2)) as revenue,
        returned_at as converted_at,
        earliest_at
    from {{ ref('int_returns__unioned') }}

),

opportunities as (

    select
        'opportunity' as conversion_type,
        deal_key as conversion_key,
        contact_key,
        account_key,
        cast(null as bigint) as referrer_key,
        cast(null as decimal(18, 2)) as revenue,
        created_at as converted_at,
        {{ earliest_instant('created_at', 'created_is_date_only') }} as earliest_at
    from {{ ref('int_deals__identified') }}
    where created_at is not null

),

won_deals as (

    select
        'won_deal' as conversion_type,
        deal_key as conversion_key,
        contact_key,
        account_key,
        cast(null as bigint) as referrer_key,
        case when '{{ var("revenue_from") }}' = 'won_deal' then {{ to_cents('amount_reporting') }} end as revenue,
        closed_at as converted_at,
        closed_at as earliest_at
    from {{ ref('int_deals__identified') }}
    where status = 'won' and closed_at is not null

),

orders as (

    select
        'order' as conversion_type,
        order_key as conversion_key,
        contact_key,
        account_key,
        cast(null as bigint) as referrer_key,
        case when '{{ var("revenue_from") }}' = 'order' then amount_reporting end as revenue,
        ordered_at as converted_at,
        {{ earliest_instant('ordered_at', 'ordered_is_date_only') }} as earliest_at
    from {{ ref('int_orders__unioned') }}
    where kind = 'order'

),

unioned as (

    select * from returns
    union all
    select * from opportunities
    union all
    select * from won_deals
    union all
    select * from orders

)

select * from unioned
