-- Every landed row has the key that its contract's columns make, no more and no less.
select
    contract as source,
    entity as period,
    checked as expected,
    checked - wrong as found,
    first_keys
from witness_made_keys
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(checked), 0) as expected,
    coalesce(sum(checked - wrong), 0) as found,
    cast(null as varchar) as first_keys
from witness_made_keys
