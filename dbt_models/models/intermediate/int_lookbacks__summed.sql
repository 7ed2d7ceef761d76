-- What the models first, last and linear would give to each channel with shorter lookbacks, in billionths of
-- conversions, from the stored touchpoints.
{% set shorter = other_lookbacks() | select('lt', var('lookback_days') | int) | list %}
with

touchpoints as (

    select
        path_key,
        path_key % 8 as type_and_scope,
        position,
        touchpoints,
        case when touchpoints = 0 then '(none)' when channel_number is null then '(remainder)' end as no_channel,
        channel_number,
        coalesce({{ day_number('converted_on') }} - {{ day_number('sent_on') }}, 0) as age_days
    from {{ ref('int_touchpoints__condensed') }}

),

-- Ages are whole local days.
paths as (

    select
        path_key,
        {% for days in shorter %}
        sum(case when age_days <= {{ days }} then 1 else 0 end) as touchpoints_{{ days }},
        min(case when age_days <= {{ days }} then position end) as first_{{ days }},
        {% endfor %}
        max(touchpoints) as touchpoints
    from touchpoints
    group by path_key

),

summed as (

    select
        touchpoints.type_and_scope,
        touchpoints.no_channel,
        touchpoints.channel_number,
        {% for days in shorter %}
        {% set is_within = 'touchpoints.age_days <= ' ~ days %}
        {% set is_last = 'touchpoints.position >= paths.touchpoints' %}
        {% set part = 'cast(floor(1000000000 / nullif(paths.touchpoints_' ~ days ~ ', 0)) as bigint)' %}
        sum(case when touchpoints.position = paths.first_{{ days }} then 1000000000 else 0 end) as first_{{ days }},
        sum(case when {{ is_within }} and {{ is_last }} then 1000000000 else 0 end) as last_{{ days }},
        sum(
            case when {{ is_within }} then {{ part }} else 0 end
            + case
                when {{ is_within }} and {{ is_last }} then 1000000000 - paths.touchpoints_{{ days }} * {{ part }}
                else 0
            end
        ) as linear_{{ days }},
        sum(case when {{ is_last }} and paths.touchpoints_{{ days }} = 0 then 1000000000 else 0 end) as none_{{ days }},
        {% endfor %}
        sum(case when touchpoints.position >= paths.touchpoints then 1000000000 else 0 end) as last_of_all
    from touchpoints
    inner join paths
        on touchpoints.path_key = paths.path_key
    group by touchpoints.type_and_scope, touchpoints.no_channel, touchpoints.channel_number

)

select * from summed
