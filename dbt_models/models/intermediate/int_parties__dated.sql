-- Facts are summed by person and account together first.
with

events as (

    select
        contact_key,
        account_key,
        min(first_sent_at) as first_outflow_at,
        cast(null as timestamp) as first_return_at,
        cast(null as timestamp) as first_order_at
    from {{ ref('int_touches__summed') }}
    group by contact_key, account_key

    union all

    select
        contact_key,
        account_key,
        cast(null as timestamp) as first_outflow_at,
        min(returned_at) as first_return_at,
        cast(null as timestamp) as first_order_at
    from {{ ref('int_returns__unioned') }}
    group by contact_key, account_key

    union all

    select
        contact_key,
        account_key,
        cast(null as timestamp) as first_outflow_at,
        cast(null as timestamp) as first_return_at,
        min(ordered_at) as first_order_at
    from {{ ref('int_orders__unioned') }}
    where kind = 'order'
    group by contact_key, account_key

),

parties as (

    select
        contact_key as party_key,
        first_outflow_at,
        first_return_at,
        first_order_at
    from events
    where contact_key is not null

    union all

    select
        account_key as party_key,
        first_outflow_at,
        first_return_at,
        first_order_at
    from events
    where account_key is not null

),

dated as (

    select
        party_key,
        min(first_outflow_at) as first_outflow_at,
        min(first_return_at) as first_return_at,
        min(first_order_at) as first_order_at
    from parties
    group by party_key

)

select * from dated
