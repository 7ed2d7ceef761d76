-- Per model, scope and conversion type: for how many paths the revenue credits are exactly the revenue that the facts
-- hold; both are null for the types that revenue_from does not name.
select
    conversion_type as source,
    scope || ' ' || model as period,
    paths as expected,
    paths - wrong as found,
    first_keys
from witness_models
where what = 'revenue'
union all
select
    '(all)' as source,
    'all' as period,
    count(*) as expected,
    count(*) filter (where is_revenue_equal)
    - (select count(*) from witness_strays where is_other_revenue) as found,
    cast(null as varchar) as first_keys
from witness_paths
