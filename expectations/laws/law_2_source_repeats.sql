-- What shares a key is one thing, and what counts as a repeat repeats.
select
    contract as source,
    entity as period,
    checked as expected,
    checked - wrong as found,
    first_keys
from witness_repeats
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(checked), 0) as expected,
    coalesce(sum(checked - wrong), 0) as found,
    cast(null as varchar) as first_keys
from witness_repeats
