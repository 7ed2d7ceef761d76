-- Per scope and conversion type, Markov and Shapley divide exactly the conversions and the revenue that the facts hold.
with models as (
    select unnest(['markov', 'markov_2', 'markov_3', 'shapley']) as model
),

rows_of_both as (
    select
        conversions.conversion_type,
        scopes.scope,
        models.model,
        conversions.conversions as expected,
        0 as found,
        conversions.revenue as expected_revenue,
        0 as found_revenue
    from witness_conversion_months as conversions
    cross join models
    cross join (select unnest(['person', 'account']) as scope) as scopes
    union all
    select
        conversion_type,
        scope,
        model,
        0 as expected,
        -- Less than nothing is never right, and must not hide in a sum.
        conversions * case when conversions < 0 then 2 else 1 end as found,
        0 as expected_revenue,
        coalesce(revenue, 0) as found_revenue
    from marts.attribution_summary
    where month_basis is null and lookback_days = (select lookback_days from marts.run_info)
)

select
    conversion_type as source,
    scope || ' ' || model as period,
    sum(expected) as expected,
    sum(found) as found,
    cast(null as varchar) as first_keys
from rows_of_both
group by conversion_type, scope, model
union all
select
    conversion_type as source,
    concat_ws(' ', scope, model, 'revenue') as period,
    sum(expected_revenue) as expected,
    sum(found_revenue) as found,
    cast(null as varchar) as first_keys
from rows_of_both
group by conversion_type, scope, model
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from rows_of_both
