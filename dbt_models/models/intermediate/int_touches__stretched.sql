-- When each party was touched, by stretches of time as wide as the lookback. A party is a person, or an account of
-- which anybody was touched; the audience as a whole is the party 0. Keys of persons and of accounts are hashes of
-- different texts, so one column holds both.
with

touches as (

    select
        contact_key as party_key,
        latest_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience' and contact_key is not null

    union all

    select
        account_key as party_key,
        latest_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience' and account_key is not null

    union all

    select
        cast(0 as bigint) as party_key,
        latest_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level = 'audience'

),

stretched as (

    select
        party_key,
        {{ stretch_number('latest_at', var('lookback_days')) }} as stretch,
        min(latest_at) as first_touched_at,
        max(latest_at) as last_touched_at
    from touches
    group by party_key, {{ stretch_number('latest_at', var('lookback_days')) }}

)

select * from stretched
