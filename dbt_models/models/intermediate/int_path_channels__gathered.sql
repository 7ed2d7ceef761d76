{{ config(materialized='view') }}
-- The channels of each converting path and how many places each has. A path's set of channels is three numbers with a
-- binary digit for each of 60 channels, the third for all others.
with

channels as (

    select
        path_key,
        channel_number,
        max(group_number) as group_number,
        count(*) as places
    from {{ ref('int_path_steps__collapsed') }}
    group by path_key, channel_number

),

sets as (

    select
        path_key,
        count(*) as channels,
        cast(sum(case when channel_number <= 60 then power(2, channel_number - 1) else 0 end) as bigint) as first_set,
        cast(sum(
            case when channel_number > 60 and channel_number <= 120 then power(2, channel_number - 61) else 0 end
        ) as bigint) as second_set,
        cast(sum(case when channel_number > 120 then power(2, channel_number % 60) else 0 end) as bigint) as third_set
    from channels
    group by path_key

)

select
    channels.path_key,
    channels.channel_number,
    channels.places,
    sets.channels,
    sets.first_set,
    sets.second_set,
    sets.third_set
from channels
inner join sets
    on channels.path_key = sets.path_key
