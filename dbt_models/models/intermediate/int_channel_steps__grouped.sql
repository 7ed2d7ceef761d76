-- How often one channel followed others on paths, with and without a conversion at their end. Units that never
-- converted stand once, for every type. What comes next is a channel's number, 0 for a conversion, -1 for an end
-- without one.
with

answered as (

    select
        path_key % 8 as type_and_scope,
        group_number,
        channel_number,
        before_1,
        before_2,
        before_3,
        stage = stages as is_end,
        0 as end_number
    from {{ ref('int_path_steps__collapsed') }}

),

steps as (

    select * from answered

    union all

    select
        type_and_scope,
        group_number,
        channel_number,
        before_1,
        before_2,
        before_3,
        is_end,
        -1 as end_number
    from {{ ref('int_unanswered_steps__collapsed') }}

),

grouped as (

    select
        type_and_scope,
        group_number,
        channel_number,
        before_1,
        before_2,
        before_3,
        end_number,
        count(*) as steps,
        sum(case when is_end then 1 else 0 end) as ends
    from steps
    group by type_and_scope, group_number, channel_number, before_1, before_2, before_3, end_number

),

counted as (

    select
        type_and_scope,
        group_number,
        before_1,
        before_2,
        before_3,
        channel_number as next_number,
        cast(sum(steps) as bigint) as steps
    from grouped
    group by type_and_scope, group_number, before_1, before_2, before_3, channel_number

    union all

    select
        type_and_scope,
        group_number,
        channel_number as before_1,
        before_1 as before_2,
        before_2 as before_3,
        end_number as next_number,
        cast(sum(ends) as bigint) as steps
    from grouped
    where ends > 0
    group by type_and_scope, group_number, channel_number, before_1, before_2, end_number

)

select * from counted
