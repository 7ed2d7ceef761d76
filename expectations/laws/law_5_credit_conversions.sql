-- In each scope every conversion of the facts has a path, be it (none), and no path is of anything else.
with scoped as (
    select
        conversions.*,
        scopes.scope
    from witness_conversions as conversions
    cross join (select unnest(['person', 'account']) as scope) as scopes
),

compared as (
    select
        coalesce(scoped.conversion_type, paths.conversion_type) as conversion_type,
        coalesce(scoped.scope, paths.scope) as scope,
        coalesce(scoped.conversion_key, paths.conversion_key) as conversion_key,
        scoped.conversion_key is not null as is_expected,
        paths.conversion_key is not null as is_found
    from scoped
    full join witness_paths as paths
        on
            scoped.conversion_type = paths.conversion_type
            and scoped.scope = paths.scope
            and scoped.conversion_key = paths.conversion_key
)

select
    conversion_type as source,
    scope as period,
    count(*) filter (where is_expected) as expected,
    count(*) filter (where is_expected and is_found) as found,
    array_to_string(min(conversion_key, 5) filter (where not is_found), ', ') as first_keys
from compared
group by conversion_type, scope
union all
select
    conversion_type as source,
    scope || ' without conversion' as period,
    0 as expected,
    count(*) filter (where not is_expected) as found,
    array_to_string(min(conversion_key, 5) filter (where not is_expected), ', ') as first_keys
from compared
group by conversion_type, scope
union all
select
    '(all)' as source,
    'all' as period,
    count(*) filter (where is_expected) as expected,
    count(*) filter (where is_expected and is_found) as found,
    cast(null as varchar) as first_keys
from compared
