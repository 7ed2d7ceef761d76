{{ config(materialized='view') }}
-- Every touch of a person and of an account. What an account received on one day by one channel is one touch.
with

touches as (

    select
        contact_key as unit_key,
        channel_number,
        latest_at as touched_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience' and contact_key is not null

    union all

    select
        -coalesce(account_key, contact_key) as unit_key,
        channel_number,
        min(latest_at) as touched_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience' and coalesce(account_key, contact_key) is not null
    group by -coalesce(account_key, contact_key), channel_number, sent_on

)

select * from touches
