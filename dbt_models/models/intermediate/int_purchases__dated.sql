-- When each person and each account first ordered, and first bought: an order or a won deal.
with

purchases as (

    select
        contact_key,
        account_key,
        true as is_order,
        {{ latest_instant('ordered_at', 'ordered_is_date_only') }} as purchased_at
    from {{ ref('int_orders__unioned') }}
    where kind = 'order'

    union all

    select
        contact_key,
        account_key,
        false as is_order,
        closed_at as purchased_at
    from {{ ref('int_deals__identified') }}
    where status = 'won' and closed_at is not null

),

parties as (

    select
        contact_key as party_key,
        is_order,
        purchased_at
    from purchases
    where contact_key is not null

    union all

    select
        account_key as party_key,
        is_order,
        purchased_at
    from purchases
    where account_key is not null

),

dated as (

    select
        party_key,
        min(case when is_order then purchased_at end) as first_ordered_at,
        min(purchased_at) as first_purchased_at
    from parties
    group by party_key

)

select * from dated
