with

sighted as (

    select
        count(*) as sightings,
        max(exported_at) as last_sighted_at
    from {{ source('landing', 'sightings') }}
    where not is_withdrawn

),

unsettled as (

    select count(*) as unsettled_links
    from {{ ref('identity_links') }}
    where status = 'linked' and first_thing_key <> second_thing_key

),

runs as (

    select
        run.run_id,
        run.as_of,
        run.version,
        run.time_zone,
        run.currency,
        cast({{ var('lookback_days') }} as integer) as lookback_days,
        cast({{ var('reply_days') }} as integer) as reply_days,
        cast({{ var('attribution_half_life_days') }} as integer) as attribution_half_life_days,
        '{{ var('customer_level') }}' as customer_level,
        '{{ var('revenue_from') }}' as revenue_from,
        sighted.sightings,
        unsettled.unsettled_links,
        sighted.last_sighted_at
    from {{ source('landing', 'run') }} as run
    cross join sighted
    cross join unsettled

)

select * from runs
