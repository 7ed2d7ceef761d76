-- Spells in which units were quiet: a whole observed lookback without touch or return is over, none has come yet. In
-- each week of it a unit could have entered a curve but was not addressed: a reference for those who were.
{% set lookback = "interval " ~ var('lookback_days') ~ " day" %}
{% set in_order = "partition by party_key order by begins_at asc nulls last, is_return asc nulls last" %}
with

observed as (

    select cast(min(touched_on) as timestamp) - {{ lookback }} as observed_from
    from {{ ref('int_touch_days__observed') }}
    where is_observed

),

points as (

    select
        party_key,
        first_touched_at as begins_at,
        last_touched_at as ends_at,
        0 as is_return
    from {{ ref('int_touches__stretched') }}
    where party_key <> 0

    union all

    select
        party_key,
        min(returned_at) as begins_at,
        max(returned_at) as ends_at,
        1 as is_return
    from {{ ref('int_unit_returns__listed') }}
    group by party_key, cast(returned_at as date)

    union all

    -- Whoever is known begins to be quiet on becoming known.
    select
        party_key,
        created_at as begins_at,
        created_at as ends_at,
        0 as is_return
    from {{ ref('int_parties__created') }}

),

intervals as (

    select
        party_key,
        max(ends_at) over (partition by party_key order by begins_at asc nulls last) as last_at,
        lead(begins_at) over ({{ in_order }}) as ended_at,
        lead(is_return) over ({{ in_order }}) as is_ended_by_return
    from points

),

spells as (

    select
        intervals.party_key,
        greatest(intervals.last_at, observed.observed_from) + {{ lookback }} as quiet_from,
        coalesce(intervals.ended_at, run.as_of) as ended_at,
        coalesce(intervals.is_ended_by_return, 0) as is_ended_by_return
    from intervals
    cross join observed
    cross join {{ source('landing', 'run') }} as run
    where intervals.last_at + {{ lookback }} < coalesce(intervals.ended_at, run.as_of)

),

placed as (

    select
        case when accounts.account_key is null then 'contact' else 'account' end as unit,
        coalesce(regions.region, '') as region,
        cast(floor(({{ day_number('spells.quiet_from') }} + 6) / 7) as bigint) as first_week,
        cast(floor({{ day_number('spells.ended_at') }} / 7) as bigint) + spells.is_ended_by_return - 1 as last_week,
        spells.is_ended_by_return
    from spells
    left join {{ account_keys() }} as accounts
        on spells.party_key = accounts.account_key
    left join {{ ref('int_account_regions__stated') }} as regions
        on
            spells.party_key = regions.account_key
            and spells.quiet_from >= regions.stated_from
            and spells.quiet_from < regions.stated_until

)

select
    unit,
    region,
    first_week,
    last_week as last_quiet_week,
    count(*) as spells,
    cast(sum(is_ended_by_return) as bigint) as spells_ended_by_return
from placed
where first_week <= last_week
group by unit, region, first_week, last_week
