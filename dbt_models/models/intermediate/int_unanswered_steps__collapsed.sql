{{ config(materialized='view') }}
-- Paths that ended without a conversion of a type: touches that no conversion of the type used, until one that a
-- conversion did use or until a lookback without touch. A path that as of the run may still go on is left out. Channels
-- that follow themselves are one step.
{% set by_time = 'partition by unit_key order by touched_at asc nulls last, channel_number asc nulls last' %}
{% set by_path = 'partition by type_code, unit_key, path_number' %}
{% set in_path = by_path ~ ' order by touched_at asc nulls last, channel_number asc nulls last' %}
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

begun as (

    {% for code in conversion_types().values() %}
    select
        {{ code }} as type_code,
        unit_key,
        channel_number,
        previous_number,
        touched_at,
        is_last,
        case
            when was_used_{{ code }} is null or was_used_{{ code }} then 1
            when previous_at + interval {{ var('lookback_days') }} day <= touched_at then 1
            else 0
        end as begins
    from ordered
    where not is_used_{{ code }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

numbered as (

    select
        *,
        sum(begins) over (
            partition by type_code, unit_key
            order by touched_at asc nulls last, channel_number asc nulls last
        ) as path_number
    from begun
    where begins = 1 or previous_number <> channel_number or is_last

),

judged as (

    select
        numbered.*,
        max(case
            when numbered.is_last and numbered.touched_at + interval {{ var('lookback_days') }} day > run.as_of then 1
            else 0
        end) over ({{ by_path }}) as is_open
    from numbered
    cross join {{ source('landing', 'run') }} as run

),

collapsed as (

    select
        type_code + case when unit_key < 0 then 1 else 0 end as type_and_scope,
        {{ group_of_unit('unit_key') }} as group_number,
        channel_number,
        {% for distance in [1, 2, 3] %}
        lag(channel_number, {{ distance }}) over ({{ in_path }}) as before_{{ distance }},
        {% endfor %}
        lead(channel_number) over ({{ in_path }}) is null as is_end
    from judged
    where is_open = 0 and (begins = 1 or previous_number <> channel_number)

)

select * from collapsed
