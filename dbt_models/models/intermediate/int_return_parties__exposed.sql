{{ config(**mended_by('return_key', 'int_returns__changed')) }}
-- What had reached each party of a return before it: the person, the account, the referrer and the referrer's account.
with

returns as {{ read_each_time() }} (

    select *
    from {{ ref('int_returns__unioned') }}
    where {{ only_changed('return_key', 'int_returns__changed') }}

),

parties as (

    select
        return_key,
        earliest_at,
        'person' as party,
        contact_key as party_key
    from returns
    where contact_key is not null

    union all

    select
        return_key,
        earliest_at,
        'account' as party,
        account_key as party_key
    from returns
    where account_key is not null

    union all

    select
        return_key,
        earliest_at,
        'referrer' as party,
        referrer_contact_key as party_key
    from returns
    where referrer_contact_key is not null

    union all

    select
        return_key,
        earliest_at,
        'referrer' as party,
        referrer_account_key as party_key
    from returns
    where referrer_account_key is not null

),

numbered as (

    select
        *,
        {{ stretch_number('earliest_at', var('lookback_days')) }} as stretch
    from parties

),

first_touches as (

    select
        party_key,
        min(first_touched_at) as first_touched_at
    from {{ ref('int_touches__stretched') }}
    {% if is_increment() %}where party_key in (select parties.party_key from parties){% endif %}
    group by party_key

),

exposed as (

    select
        numbered.return_key,
        numbered.party,
        numbered.party_key,
        coalesce(own.first_touched_at < numbered.earliest_at, false)
        or coalesce(
            previous.last_touched_at >= numbered.earliest_at - interval {{ var('lookback_days') }} day, false
        ) as was_touched_in_window,
        coalesce(first_touches.first_touched_at < numbered.earliest_at, false) as was_touched,
        coalesce(purchases.first_ordered_at < numbered.earliest_at, false) as had_ordered,
        coalesce(purchases.first_purchased_at < numbered.earliest_at, false) as had_purchased
    from numbered
    left join {{ ref('int_touches__stretched') }} as own
        on numbered.party_key = own.party_key and numbered.stretch = own.stretch
    left join {{ ref('int_touches__stretched') }} as previous
        on numbered.party_key = previous.party_key and numbered.stretch - 1 = previous.stretch
    left join first_touches
        on numbered.party_key = first_touches.party_key
    left join {{ ref('int_purchases__dated') }} as purchases
        on numbered.party_key = purchases.party_key

)

select * from exposed
