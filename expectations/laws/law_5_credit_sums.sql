-- Per model, scope and conversion type: how many paths there are, and for how many the credits are exactly one.
select
    conversion_type as source,
    scope || ' ' || model as period,
    paths as expected,
    paths - wrong as found,
    first_keys
from witness_models
where what = 'credit'
union all
select
    '(all)' as source,
    'all' as period,
    count(*) as expected,
    count(*) filter (where is_credited_once) as found,
    cast(null as varchar) as first_keys
from witness_paths
