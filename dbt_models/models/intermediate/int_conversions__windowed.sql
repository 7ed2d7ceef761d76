-- From when to when a touch may count for each conversion, in each scope: [t - lookback, t), but not before the unit's
-- previous conversion of the type. Of two conversions at one instant the later by key has an empty window.
--
-- Two integers keep the joins and windows over millions of touches narrow. unit_key is the person in scope person, and
-- minus the account (or the person without one) in scope account. path_key is the 60-bit key of the conversion with
-- three bits for its type and scope.
with

dated as (

    select
        *,
        conversion_key * 8 + case conversion_type
            when 'return' then 0
            when 'opportunity' then 2
            when 'won_deal' then 4
            when 'order' then 6
        end as path_key,
        {{ local_date('converted_at') }} as converted_on
    from {{ ref('int_conversions__unioned') }}

),

scoped as (

    select
        path_key,
        'person' as scope,
        contact_key as unit_key,
        cast(null as bigint) as referrer_unit_key,
        conversion_type,
        conversion_key,
        revenue,
        converted_on,
        converted_at,
        earliest_at
    from dated

    union all

    select
        path_key + 1 as path_key,
        'account' as scope,
        -coalesce(account_key, contact_key) as unit_key,
        case when referrer_key <> coalesce(account_key, contact_key, 0) then -referrer_key end as referrer_unit_key,
        conversion_type,
        conversion_key,
        revenue,
        converted_on,
        converted_at,
        earliest_at
    from dated

),

ordered as (

    select
        *,
        {{ touch_stretch('converted_on') }} as stretch,
        earliest_at - interval {{ var('lookback_days') }} day as lookback_at,
        lag(earliest_at) over (
            partition by conversion_type, scope, unit_key
            order by earliest_at asc nulls last, conversion_key asc nulls last
        ) as previous_at
    from scoped

),

windowed as (

    select
        path_key,
        scope,
        unit_key,
        referrer_unit_key,
        conversion_type,
        conversion_key,
        stretch,
        revenue,
        converted_on,
        converted_at,
        case
            when unit_key is not null and previous_at > lookback_at then previous_at
            else lookback_at
        end as opens_at,
        earliest_at as closes_at
    from ordered

)

select * from windowed
