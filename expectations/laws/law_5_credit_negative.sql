-- No touchpoint takes credit away: per scope and conversion type no model gives one less than nothing.
select
    conversion_type as source,
    scope as period,
    0 as expected,
    count(*) filter (where is_negative) as found,
    array_to_string(min(conversion_key, 5) filter (where is_negative), ', ') as first_keys
from witness_paths
group by conversion_type, scope
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    count(*) filter (where is_negative) as found,
    cast(null as varchar) as first_keys
from witness_paths
