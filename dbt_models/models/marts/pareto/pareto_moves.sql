-- From which class to which members moved between a period and the one before it. Who is in one of them only comes
-- from, or goes to, the class absent.
with

members as (

    select
        dimension,
        period,
        previous_period,
        member_key,
        class,
        revenue
    from {{ ref('pareto_customers') }}

),

compared_periods as (

    select distinct
        dimension,
        period,
        previous_period
    from members

),

-- Only where both periods have members is there anything to compare.
pairs as (

    select distinct
        later.dimension,
        later.period,
        later.previous_period
    from compared_periods as later
    inner join compared_periods as earlier
        on later.dimension = earlier.dimension and later.previous_period = earlier.period

),

both_periods as (

    select
        pairs.dimension,
        pairs.period,
        pairs.previous_period,
        members.member_key,
        cast(null as string) as class_before,
        members.class as class_after,
        cast(0 as decimal(18, 2)) as revenue_before,
        members.revenue as revenue_after
    from pairs
    inner join members
        on pairs.dimension = members.dimension and pairs.period = members.period

    union all

    select
        pairs.dimension,
        pairs.period,
        pairs.previous_period,
        members.member_key,
        members.class as class_before,
        cast(null as string) as class_after,
        members.revenue as revenue_before,
        cast(0 as decimal(18, 2)) as revenue_after
    from pairs
    inner join members
        on pairs.dimension = members.dimension and pairs.previous_period = members.period

),

moved as (

    select
        dimension,
        period,
        previous_period,
        member_key,
        coalesce(max(class_before), 'absent') as from_class,
        coalesce(max(class_after), 'absent') as to_class,
        sum(revenue_before) as revenue_before,
        sum(revenue_after) as revenue_after
    from both_periods
    group by dimension, period, previous_period, member_key

)

select
    dimension,
    period,
    from_class,
    to_class,
    previous_period,
    count(*) as members,
    cast(sum(revenue_before) as decimal(18, 2)) as revenue_before,
    cast(sum(revenue_after) as decimal(18, 2)) as revenue_after
from moved
group by dimension, period, previous_period, from_class, to_class
