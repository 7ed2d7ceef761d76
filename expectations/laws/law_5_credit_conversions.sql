-- In each scope every conversion of the facts has a path, be it (none), and no path is of anything else or stands twice.
with facts as (
    select conversion_type, sum(conversions) as conversions
    from witness_conversion_months
    group by conversion_type
),

paths as (
    select
        conversion_type,
        scope,
        count(*) filter (where is_path) as paths,
        count(*) filter (where not is_path) as lost,
        min(conversion_key, 5) filter (where not is_path) as lost_keys,
        min(conversion_key, 5) filter (where not is_conversion) as strange_keys
    from witness_paths
    group by conversion_type, scope
),

compared as (
    select
        paths.*,
        coalesce(facts.conversions, 0) as expected,
        coalesce(facts.conversions, 0) - paths.lost as found
    from paths
    left join facts on paths.conversion_type = facts.conversion_type
)

select
    conversion_type as source,
    scope as period,
    expected,
    found,
    array_to_string(lost_keys, ', ') as first_keys
from compared
union all
select
    conversion_type as source,
    scope || ' without conversion' as period,
    0 as expected,
    paths - found as found,
    array_to_string(strange_keys, ', ') as first_keys
from compared
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from compared
