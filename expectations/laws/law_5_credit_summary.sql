-- attribution_summary holds, per model, scope, conversion type and month basis, as many conversions and as much revenue
-- as the facts; and on the basis of conversions so many per month.
with models as (
    select unnest([
        'first', 'last', 'last_non_brand', 'linear', 'position', 'w_shaped', 'full_path', 'time_decay'
    ]) as model
    union
    select model
    from witness_models
),

facts as (
    select
        conversions.*,
        scopes.scope,
        models.model,
        bases.month_basis
    from witness_conversion_months as conversions
    cross join models
    cross join (select unnest(['person', 'account']) as scope) as scopes
    cross join (select unnest(['sent', 'converted']) as month_basis) as bases
),

rows_of_both as (
    select conversion_type, scope, model, month_basis, month, conversions as expected, 0 as found,
        revenue as expected_revenue, 0 as found_revenue
    from facts
    union all
    select conversion_type, scope, model, month_basis, month, 0 as expected, conversions as found,
        0 as expected_revenue, coalesce(revenue, 0) as found_revenue
    from marts.attribution_summary
    where month_basis is not null
)

select
    conversion_type as source,
    concat_ws(' ', scope, model, month_basis) as period,
    sum(expected) as expected,
    sum(found) as found,
    cast(null as varchar) as first_keys
from rows_of_both
group by conversion_type, scope, model, month_basis
union all
select
    conversion_type as source,
    concat_ws(' ', scope, model, month_basis, 'revenue') as period,
    sum(expected_revenue) as expected,
    sum(found_revenue) as found,
    cast(null as varchar) as first_keys
from rows_of_both
group by conversion_type, scope, model, month_basis
union all
select
    conversion_type as source,
    concat_ws(' ', scope, 'converted', strftime(month, '%Y-%m'), 'all models') as period,
    sum(expected) as expected,
    sum(found) as found,
    cast(null as varchar) as first_keys
from rows_of_both
where month_basis = 'converted'
group by conversion_type, scope, month
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from rows_of_both
