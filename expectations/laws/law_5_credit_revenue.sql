-- Per model, scope and conversion type: for how many conversions the revenue credits are exactly the revenue that the
-- facts hold; both are null for the types that revenue_from does not name. Only paths of which some model differs are
-- made longer.
with models as (
    select replace(model, 'revenue_', '') as model
    from (from witness_paths limit 1) unpivot include nulls (revenue_credit for model in (columns('^revenue_.*')))
),

paths as (
    select conversion_type, scope, count(*) as conversions from witness_paths group by all
),

listed as (
    select paths.*, conversions.revenue, list_value(*columns('^revenue_.*')) as credits
    from witness_paths as paths
    left join witness_conversions as conversions
        on paths.conversion_type = conversions.conversion_type and paths.conversion_key = conversions.conversion_key
),

wrong_paths as (
    from listed
    where
        list_min(credits) is distinct from revenue
        or list_max(credits) is distinct from revenue
        or (revenue is not null and list_count(credits) < len(credits))
),

wrong as (
    select
        conversion_type,
        scope,
        replace(model, 'revenue_', '') as model,
        count(*) as conversions,
        min(conversion_key, 5) as first_keys
    from wrong_paths unpivot include nulls (revenue_credit for model in (columns('^revenue_.*')))
    where revenue_credit is distinct from revenue
    group by all
),

compared as (
    select
        paths.conversion_type as source,
        paths.scope || ' ' || models.model as period,
        paths.conversions as expected,
        paths.conversions - coalesce(wrong.conversions, 0) as found,
        array_to_string(wrong.first_keys, ', ') as first_keys
    from paths
    cross join models
    left join wrong
        on paths.conversion_type = wrong.conversion_type and paths.scope = wrong.scope and models.model = wrong.model
)

select source, period, expected, found, first_keys
from compared
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from compared
