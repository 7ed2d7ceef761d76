-- From when to when a touch may count for each conversion, in each scope: [t - lookback, t), but not before the unit's
-- previous conversion of the type. Of two conversions at one instant the later by key has an empty window.
--
-- Two integers keep the joins and windows over millions of touches narrow. unit_key is the person in scope person, and
-- minus the account (or the person without one) in scope account. path_key is the 60-bit key of the conversion with
-- three bits for its type and scope.
with

local_days as (

    {{ local_days(ref('int_conversions__unioned'), 'converted_at') }}

),

dated as (

    select
        conversions.*,
        {{ path_key_of('conversions.conversion_key', 'conversions.conversion_type') }} as path_key,
        {{ local_date_by_day('conversions.converted_at') }} as converted_on
    from {{ ref('int_conversions__unioned') }} as conversions
    left join local_days
        on cast(conversions.converted_at as date) = local_days.utc_on

),

scoped as (

    select
        path_key,
        contact_key as unit_key,
        cast(null as bigint) as referrer_unit_key,
        conversion_key,
        revenue,
        converted_on,
        converted_at,
        earliest_at
    from dated

    union all

    select
        path_key + 1 as path_key,
        -coalesce(account_key, contact_key) as unit_key,
        case when referrer_key <> coalesce(account_key, contact_key, 0) then -referrer_key end as referrer_unit_key,
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
            partition by path_key % 8, unit_key
            order by earliest_at asc nulls last, conversion_key asc nulls last
        ) as previous_at
    from scoped

),

windowed as (

    select
        path_key,
        unit_key,
        referrer_unit_key,
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
