{{ config(materialized='view') }}
-- Every touch of a person and of an account, and for each type whether a conversion used it: the first one after it, if
-- that came within the lookback; null for units that never converted. What an account received on one day by one
-- channel is one touch.
with

touches as {{ read_each_time() }} (

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

),

conversions as (

    select
        unit_key,
        path_key % 8 - path_key % 2 as type_code,
        closes_at
    from {{ ref('int_conversions__windowed') }}
    where unit_key is not null

),

converted_units as (

    select unit_key
    from conversions
    group by unit_key

),

events as (

    select
        touches.unit_key,
        touches.channel_number,
        touches.touched_at as happened_at,
        cast(null as bigint) as type_code
    from touches
    inner join converted_units
        on touches.unit_key = converted_units.unit_key

    union all

    select
        unit_key,
        cast(null as integer) as channel_number,
        closes_at as happened_at,
        type_code
    from conversions

),

-- A touch belongs to the first conversion after it, if that comes within the lookback.
followed as (

    select
        {% for code in conversion_types().values() %}
        min(case when type_code = {{ code }} then happened_at end) over (
            partition by unit_key order by happened_at desc nulls last, type_code asc nulls first
        ) as next_{{ code }}_at,
        {% endfor %}
        unit_key,
        channel_number,
        happened_at as touched_at,
        type_code
    from events

),

marked as (

    select
        {% for code in conversion_types().values() %}
        coalesce(next_{{ code }}_at - interval {{ var('lookback_days') }} day <= touched_at, false)
            as is_used_{{ code }},
        {% endfor %}
        unit_key,
        channel_number,
        touched_at
    from followed
    where type_code is null

    union all

    select
        {% for code in conversion_types().values() %}
        cast(null as boolean) as is_used_{{ code }},
        {% endfor %}
        touches.unit_key,
        touches.channel_number,
        touches.touched_at
    from touches
    left join converted_units
        on touches.unit_key = converted_units.unit_key
    where converted_units.unit_key is null

)

select * from marked
