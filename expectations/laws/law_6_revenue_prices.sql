-- Price, volume, mix, rates, products that came and went, and what is no sale: together the change of all revenue that
-- the facts hold, per quarter and year.
with effects as (
    select
        grain,
        period,
        case grain
            when 'quarter' then make_date(cast(left(period, 4) as int), 3 * cast(right(period, 1) as int) - 2, 1)
            else make_date(cast(period as int), 1, 1)
        end as first_on,
        sum(
            coalesce(price_effect, 0) + coalesce(volume_effect, 0) + coalesce(mix_effect, 0) + coalesce(fx_effect, 0)
            + coalesce(new_products, 0) + coalesce(returning_products, 0) + coalesce(dropped_products, 0)
            + coalesce(other_change, 0)
        ) as found
    from marts.price_volume
    group by grain, period
),

-- The calendar ends with the run: what is dated later, by a mistyped year or seen from an earlier moment, is not yet.
calendar as (
    select local_date(as_of) as last_on from marts.run_info
),

facts as (
    select
        'quarter' as grain,
        date_trunc('quarter', month) as first_on,
        sum(revenue) as revenue
    from witness_revenue
    where date_trunc('quarter', month) <= (select last_on from calendar)
    group by all
    union all
    select
        'year' as grain,
        date_trunc('year', month) as first_on,
        sum(revenue) as revenue
    from witness_revenue
    where date_trunc('year', month) <= (select last_on from calendar)
    group by all
),

-- Every period between the first with revenue and the last is compared, be it empty.
periods as (
    select
        grain,
        unnest(generate_series(
            min(first_on) + case grain when 'quarter' then interval 3 month else interval 1 year end,
            max(first_on),
            case grain when 'quarter' then interval 3 month else interval 1 year end
        )) as first_on
    from facts
    group by grain
),

changes as (
    select
        periods.grain,
        periods.first_on,
        coalesce(facts.revenue, 0) - coalesce(earlier.revenue, 0) as expected
    from periods
    left join facts
        on periods.grain = facts.grain and periods.first_on = facts.first_on
    left join facts as earlier
        on
            periods.grain = earlier.grain
            and periods.first_on
            = earlier.first_on + case periods.grain when 'quarter' then interval 3 month else interval 1 year end
)

select
    coalesce(changes.grain, effects.grain) as source,
    coalesce(effects.period, strftime(changes.first_on, '%Y-%m')) as period,
    coalesce(changes.expected, 0) as expected,
    coalesce(effects.found, 0) as found,
    cast(null as varchar) as first_keys
from changes
full join effects
    on changes.grain = effects.grain and changes.first_on = effects.first_on
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce((select sum(found) from effects), 0) as found,
    cast(null as varchar) as first_keys
from changes
