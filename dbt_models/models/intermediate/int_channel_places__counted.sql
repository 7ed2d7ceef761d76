-- On how many converting paths a channel stands at which stage, among how many channels: what Shapley values are made
-- of.
with

stages as (

    select
        steps.path_key,
        steps.group_number,
        steps.channel_number,
        least(steps.stage, {{ most_stages() }}) as stage,
        gathered.channels,
        gathered.places,
        gathered.first_set,
        gathered.second_set,
        gathered.third_set,
        windowed.revenue
    from {{ ref('int_path_steps__collapsed') }} as steps
    inner join {{ ref('int_path_channels__gathered') }} as gathered
        on steps.path_key = gathered.path_key and steps.channel_number = gathered.channel_number
    inner join {{ ref('int_conversions__windowed') }} as windowed
        on steps.path_key = windowed.path_key

    union all

    -- What no outflow explains is a channel of its own, without stage.
    select
        condensed.path_key,
        {{ group_of_unit('coalesce(windowed.unit_key, windowed.conversion_key)') }} as group_number,
        0 as channel_number,
        0 as stage,
        1 as channels,
        1 as places,
        0 as first_set,
        0 as second_set,
        0 as third_set,
        condensed.revenue
    from {{ ref('int_touchpoints__condensed') }} as condensed
    inner join {{ ref('int_conversions__windowed') }} as windowed
        on condensed.path_key = windowed.path_key
    where condensed.touchpoints = 0

),

counted as (

    select
        path_key % 8 as type_and_scope,
        group_number,
        channel_number,
        stage,
        channels,
        places,
        first_set,
        second_set,
        third_set,
        count(*) as conversions,
        cast(sum(revenue) as decimal(28, 2)) as revenue
    from stages
    group by
        path_key % 8, group_number, channel_number, stage, channels, places, first_set, second_set, third_set

)

select
    {{ conversion_type_of('type_and_scope') }} as conversion_type,
    {{ scope_of('type_and_scope') }} as scope,
    cast(group_number as integer) as group_number,
    cast(channel_number as integer) as channel_number,
    cast(stage as integer) as stage,
    cast(channels as integer) as channels,
    cast(places as integer) as places,
    first_set,
    second_set,
    third_set,
    conversions,
    revenue
from counted
