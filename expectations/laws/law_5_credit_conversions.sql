-- In each scope every conversion of the facts has a path, be it (none), and no path is of anything else or stands twice.
with facts as (
    select conversion_type, sum(conversions) as conversions
    from witness_conversion_months
    group by conversion_type
),

paths as (
    select conversion_type, scope, count(*) as paths
    from witness_paths
    group by conversion_type, scope
),

strays as (
    select
        conversion_type,
        scope,
        count(*) filter (where not is_path) as lost,
        min(conversion_key, 5) filter (where not is_path) as lost_keys,
        min(conversion_key, 5) filter (where not is_conversion) as strange_keys
    from witness_strays
    group by conversion_type, scope
),

-- Types without a conversion and without a path are not asked.
compared as (
    select
        conversion_type,
        scope,
        coalesce(facts.conversions, 0) as expected,
        coalesce(facts.conversions, 0) - coalesce(strays.lost, 0) as found,
        coalesce(paths.paths, 0) as paths,
        strays.lost_keys,
        strays.strange_keys
    from paths
    full join strays using (conversion_type, scope)
    left join facts using (conversion_type)
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
