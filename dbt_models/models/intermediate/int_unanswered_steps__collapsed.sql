{{ config(materialized='view') }}
-- Paths that ended without a conversion of a type: touches that no conversion of the type used, until one that a
-- conversion did use or until a lookback without touch. A path that as of the run may still go on is left out. Channels
-- that follow themselves are one step. Units that never converted have the same paths for every type: they stand once.
{% set by_time = 'partition by unit_key order by touched_at asc nulls last, channel_number asc nulls last' %}
{% set by_unit = 'partition by type_code, unit_key' %}
{% set in_order = by_unit ~ ' order by touched_at asc nulls last, channel_number asc nulls last' %}
{% set is_silent = 'previous_at + interval ' ~ var('lookback_days') ~ ' day <= touched_at' %}
with

ordered as (

    select
        *,
        lag(channel_number) over ({{ by_time }}) as previous_number,
        lag(touched_at) over ({{ by_time }}) as previous_at,
        {% for code in conversion_types().values() %}
        lag(is_used_{{ code }}) over ({{ by_time }}) as was_used_{{ code }},
        {% endfor %}
        lead(touched_at) over ({{ by_time }}) is null as is_last
    from {{ ref('int_touches__marked') }}

),

-- What neither begins nor changes anything, for any type, is left out before it is written down once for each type.
turning as (

    select * from ordered
    where
        is_last or previous_at is null or previous_number <> channel_number or {{ is_silent }}
        {% for code in conversion_types().values() %}
        or is_used_{{ code }} <> was_used_{{ code }}
        {% endfor %}

),

begun as (

    {% for code in conversion_types().values() %}
    select
        {{ code }} as type_code,
        unit_key,
        channel_number,
        previous_number,
        touched_at,
        is_last,
        case when was_used_{{ code }} is null or was_used_{{ code }} or {{ is_silent }} then 1 else 0 end as begins
    from turning
    where not is_used_{{ code }}

    union all

    {% endfor %}
    select
        {{ every_type() }} as type_code,
        unit_key,
        channel_number,
        previous_number,
        touched_at,
        is_last,
        case when previous_at is null or {{ is_silent }} then 1 else 0 end as begins
    from turning
    where is_used_0 is null

),

-- Only the last path of a unit can be open: it is if its last touch may still be answered. That touch is kept even
-- where it is no step of its own.
surrounded as (

    select
        kept.type_code,
        kept.unit_key,
        kept.channel_number,
        kept.previous_number,
        kept.begins,
        {% for distance in [1, 2] %}
        lag(kept.previous_number, {{ distance }}) over ({{ in_order }}) as previous_{{ distance }},
        lag(kept.begins, {{ distance }}) over ({{ in_order }}) as began_{{ distance }},
        {% endfor %}
        coalesce(lead(
            case when kept.begins = 1 or kept.previous_number = kept.channel_number then 1 else 0 end
        ) over ({{ in_order }}), 1) = 1 as is_end,
        sum(kept.begins) over ({{ by_unit }}) = sum(kept.begins) over ({{ in_order }}) as is_of_last_path,
        max(case
            when kept.is_last and kept.touched_at + interval {{ var('lookback_days') }} day > run.as_of then 1
            else 0
        end) over ({{ by_unit }}) as is_open
    from begun as kept
    cross join {{ source('landing', 'run') }} as run
    where kept.begins = 1 or kept.previous_number <> kept.channel_number or kept.is_last

),

collapsed as (

    select
        type_code + case when unit_key < 0 then 1 else 0 end as type_and_scope,
        {{ group_of_unit('unit_key') }} as group_number,
        channel_number,
        case when begins = 0 then previous_number end as before_1,
        case when begins = 0 and began_1 = 0 then previous_1 end as before_2,
        case when begins = 0 and began_1 = 0 and began_2 = 0 then previous_2 end as before_3,
        is_end
    from surrounded
    where not (is_of_last_path and is_open = 1) and (begins = 1 or previous_number <> channel_number)

)

select * from collapsed
