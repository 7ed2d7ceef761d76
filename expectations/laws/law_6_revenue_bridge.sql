-- Each bridge opens and closes on the revenue of 12 months that the facts hold, and its steps lead from one to the other.
with bridges as (
    select
        *,
        case grain
            when 'month' then strptime(period, '%Y-%m')
            when 'quarter' then make_date(cast(left(period, 4) as int), 3 * cast(right(period, 1) as int) - 2, 1)
            else make_date(cast(period as int), 1, 1)
        end as first_on,
        case grain when 'month' then interval 1 month when 'quarter' then interval 3 month else interval 1 year end as span
    from marts.revenue_bridge
    where opening is not null or closing is not null
),

facts as (
    select
        bridges.grain,
        bridges.period,
        coalesce(sum(revenue.revenue) filter (where revenue.month < bridges.first_on), 0) as opening,
        coalesce(
            sum(revenue.revenue) filter (where revenue.month >= bridges.first_on + bridges.span - interval 1 year), 0
        ) as closing
    from bridges
    left join witness_revenue as revenue
        on
            revenue.month >= bridges.first_on - interval 1 year
            and revenue.month < bridges.first_on + bridges.span
    group by bridges.grain, bridges.period
)

select
    bridges.grain as source,
    bridges.period || ' opening' as period,
    facts.opening as expected,
    coalesce(bridges.opening, 0) as found,
    cast(null as varchar) as first_keys
from bridges
inner join facts
    on bridges.grain = facts.grain and bridges.period = facts.period
union all
select
    bridges.grain as source,
    bridges.period || ' steps' as period,
    facts.closing as expected,
    coalesce(
        bridges.opening + bridges.new + bridges.reactivated + bridges.expansion + bridges.contraction + bridges.lost
        + bridges.without_customer,
        0
    ) as found,
    cast(null as varchar) as first_keys
from bridges
inner join facts
    on bridges.grain = facts.grain and bridges.period = facts.period
union all
select
    bridges.grain as source,
    bridges.period || ' closing' as period,
    facts.closing as expected,
    coalesce(bridges.closing, 0) as found,
    cast(null as varchar) as first_keys
from bridges
inner join facts
    on bridges.grain = facts.grain and bridges.period = facts.period
union all
-- Every month that is over, with 12 months of revenue before it, has its bridge.
select
    '(all)' as source,
    'months' as period,
    (
        select count(*)
        from (
            select unnest(generate_series(
                (select min(month) from witness_revenue) + interval 1 year,
                date_trunc('month', local_date(as_of) + 1) - interval 1 month,
                interval 1 month
            ))
            from marts.run_info
        )
    ) as expected,
    (select count(*) from bridges where grain = 'month') as found,
    cast(null as varchar) as first_keys
