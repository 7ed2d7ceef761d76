{{ config(**mended_by('return_key', 'int_returns__changed')) }}
-- Returns whose person or account was touched on the same day, where a bare date on either side leaves open which of
-- the two came first. Only those that no earlier rule placed can be in doubt.
with

open_returns as (

    select
        returns.return_key,
        returns.contact_key,
        returns.account_key,
        returns.returned_is_date_only,
        {{ local_date('returns.returned_at') }} as returned_on
    from {{ ref('int_returns__unioned') }} as returns
    inner join {{ ref('int_returns__placed') }} as placed
        on returns.return_key = placed.return_key
    where
        placed.origin in ('beyond_window', 'untargeted')
        and {{ only_changed('placed.return_key', 'int_returns__changed') }}

),

parties as (

    select
        return_key,
        returned_is_date_only,
        returned_on,
        contact_key as party_key
    from open_returns
    where contact_key is not null

    union all

    select
        return_key,
        returned_is_date_only,
        returned_on,
        account_key as party_key
    from open_returns
    where account_key is not null

),

touches as (

    select
        contact_key as party_key,
        sent_is_date_only,
        sent_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience' and contact_key in (select parties.party_key from parties)

    union all

    select
        account_key as party_key,
        sent_is_date_only,
        sent_at
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience' and account_key in (select parties.party_key from parties)

),

touched_days as (

    select
        party_key,
        sent_is_date_only,
        {{ local_date('sent_at') }} as sent_on
    from touches
    group by party_key, sent_is_date_only, {{ local_date('sent_at') }}

),

same_day_touched as (

    select parties.return_key
    from parties
    inner join touched_days
        on parties.party_key = touched_days.party_key and parties.returned_on = touched_days.sent_on
    where parties.returned_is_date_only or touched_days.sent_is_date_only
    group by parties.return_key

)

select * from same_day_touched
