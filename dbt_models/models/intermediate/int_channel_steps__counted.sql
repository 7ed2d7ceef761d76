-- How often one channel followed others on the paths of a type and scope: what Markov chains of order 1 to 3 are made
-- of. What comes next is a channel's number, 0 for a conversion, -1 for an end without one.
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

),

typed as (

    select * from counted
    where type_and_scope < {{ every_type() }}

    {% for code in conversion_types().values() %}
    union all

    select
        type_and_scope - {{ every_type() }} + {{ code }} as type_and_scope,
        group_number,
        before_1,
        before_2,
        before_3,
        next_number,
        steps
    from counted
    where type_and_scope >= {{ every_type() }}
    {% endfor %}

)

select
    {{ conversion_type_of('type_and_scope') }} as conversion_type,
    {{ scope_of('type_and_scope') }} as scope,
    cast(group_number as integer) as group_number,
    before_1,
    before_2,
    before_3,
    next_number,
    cast(sum(steps) as bigint) as steps
from typed
group by type_and_scope, group_number, before_1, before_2, before_3, next_number
