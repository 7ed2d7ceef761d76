{{ config(materialized='view') }}
-- Every touch of a person and of an account, and for each type whether a conversion used it: the first one after it, if
-- that came within the lookback; null for units that never converted. A conversion within the lookback of a touch lies
-- in the same stretch of time or in the next one: of each the ends are enough to know, so nothing is sorted.
{% set lookback = var('lookback_days') %}
with

conversions as (

    select
        unit_key,
        path_key % 8 - path_key % 2 as type_code,
        {{ stretch_number('closes_at', lookback) }} as stretch,
        closes_at
    from {{ ref('int_conversions__windowed') }}
    where unit_key is not null

),

ends as (

    select
        unit_key,
        type_code,
        stretch,
        cast(null as timestamp) as earliest_of_next_at,
        max(closes_at) as latest_at
    from conversions
    group by unit_key, type_code, stretch

    union all

    select
        unit_key,
        type_code,
        stretch - 1 as stretch,
        min(closes_at) as earliest_of_next_at,
        cast(null as timestamp) as latest_at
    from conversions
    group by unit_key, type_code, stretch - 1

),

stretches as (

    select
        {% for code in conversion_types().values() %}
        max(case when type_code = {{ code }} then latest_at end) as latest_{{ code }}_at,
        max(case when type_code = {{ code }} then earliest_of_next_at end) - interval {{ lookback }} day
            as used_{{ code }}_from,
        {% endfor %}
        unit_key,
        stretch
    from ends
    group by unit_key, stretch

),

converted_units as (

    select unit_key
    from conversions
    group by unit_key

),

marked as (

    select
        {% for code in conversion_types().values() %}
        case
            when converted_units.unit_key is not null
                then
                    coalesce(stretches.latest_{{ code }}_at > touches.touched_at, false)
                    or coalesce(stretches.used_{{ code }}_from <= touches.touched_at, false)
        end as is_used_{{ code }},
        {% endfor %}
        touches.unit_key,
        touches.channel_number,
        touches.touched_at
    from {{ ref('int_unit_touches__listed') }} as touches
    left join converted_units
        on touches.unit_key = converted_units.unit_key
    left join stretches
        on
            touches.unit_key = stretches.unit_key
            and {{ stretch_number('touches.touched_at', lookback) }} = stretches.stretch

)

select * from marked
