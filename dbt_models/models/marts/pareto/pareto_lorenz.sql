-- One point per hundredth of the members, largest first, and the origin: a million weigh no more than a hundred.
with

members as (

    {% for basis, prefix in {'net': '', 'gross': 'gross_'}.items() %}
    select
        dimension,
        period,
        '{{ basis }}' as basis,
        {{ prefix }}revenue_rank as revenue_rank,
        {{ prefix }}cumulative_share as cumulative_share,
        count({{ prefix }}revenue) over (partition by dimension, period) as members
    from {{ ref('pareto_customers') }}
    where {{ prefix }}cumulative_share is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

points as (

    select
        dimension,
        period,
        basis,
        cast(floor((100 * revenue_rank + members - 1) / nullif(members, 0)) as integer) as percent,
        max(revenue_rank) as up_to_rank,
        max(members) as members,
        max_by(cumulative_share, revenue_rank) as revenue_share
    from members
    group by dimension, period, basis, cast(floor((100 * revenue_rank + members - 1) / nullif(members, 0)) as integer)

    union all

    select distinct
        dimension,
        period,
        basis,
        0 as percent,
        cast(0 as bigint) as up_to_rank,
        members,
        cast(0 as decimal(28, 9)) as revenue_share
    from members

)

select
    dimension,
    period,
    basis,
    percent,
    up_to_rank,
    cast(up_to_rank / nullif(members, 0) as decimal(18, 9)) as member_share,
    revenue_share
from points
