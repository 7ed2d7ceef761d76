-- The change of a year's revenue that the facts hold is what new and existing customers and nobody brought; and what the
-- same customers bought more is orders, categories and baskets.
with years as (
    select
        *,
        case grain
            when 'year' then make_date(cast(period as int), 12, 1)
            else strptime(period, '%Y-%m')
        end as last_month
    from marts.growth_sources
),

facts as (
    select
        years.grain,
        years.period,
        coalesce(sum(revenue.revenue) filter (where revenue.month > years.last_month - interval 1 year), 0)
        - coalesce(sum(revenue.revenue) filter (where revenue.month <= years.last_month - interval 1 year), 0) as change
    from years
    left join witness_revenue as revenue
        on revenue.month <= years.last_month and revenue.month > years.last_month - interval 2 year
    group by years.grain, years.period
)

select
    years.grain as source,
    years.period,
    facts.change as expected,
    coalesce(years.delta_new + years.delta_existing + years.delta_without_customer, years.change) as found,
    cast(null as varchar) as first_keys
from years
inner join facts
    on years.grain = facts.grain and years.period = facts.period
where years.reason is distinct from 'the year is not over'
union all
select
    grain as source,
    period || ' same customers' as period,
    coalesce(same_change, 0) as expected,
    coalesce(orders_effect + categories_effect + basket_effect, 0) as found,
    cast(null as varchar) as first_keys
from years
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    0 as found,
    cast(null as varchar) as first_keys
