-- How often one channel followed others on the paths of a type and scope: what Markov chains of order 1 to 3 are made
-- of. What comes next is a channel's number, 0 for a conversion, -1 for an end without one.
with

typed as (

    select * from {{ ref('int_channel_steps__grouped') }}
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
    from {{ ref('int_channel_steps__grouped') }}
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
