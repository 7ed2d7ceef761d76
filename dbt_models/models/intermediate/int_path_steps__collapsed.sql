-- The channels on the path to each conversion, one after the other: a channel that follows itself is one step. The
-- channels within a remainder are left out.
with

touchpoints as (

    select
        path_key,
        position,
        channel_number,
        lag(channel_number) over (partition by path_key order by position asc nulls last) as previous_number
    from {{ ref('int_touchpoints__condensed') }}
    where channel_number is not null

),

steps as (

    select
        {% for distance in [1, 2, 3] %}
        lag(channel_number, {{ distance }}) over (partition by path_key order by position asc nulls last)
            as before_{{ distance }},
        {% endfor %}
        path_key,
        channel_number,
        cast(row_number() over (partition by path_key order by position asc nulls last) as integer) as stage,
        cast(count(*) over (partition by path_key) as integer) as stages
    from touchpoints
    where previous_number is null or previous_number <> channel_number

),

collapsed as (

    select
        steps.path_key,
        -- Who is known by a referrer's touches only is a unit of its own.
        {{ group_of_unit('coalesce(windowed.unit_key, windowed.conversion_key)') }} as group_number,
        steps.channel_number,
        steps.stage,
        steps.stages,
        steps.before_1,
        steps.before_2,
        steps.before_3
    from steps
    inner join {{ ref('int_conversions__windowed') }} as windowed
        on steps.path_key = windowed.path_key

)

select * from collapsed
