-- Per model, scope and conversion type: how many conversions there are, and for how many the credits are exactly one.
-- Only paths of which some model differs are made longer.
with models as (
    select replace(model, 'credit_', '') as model
    from (from witness_paths limit 1) unpivot include nulls (credit for model in (columns('^credit_.*')))
),

paths as (
    select conversion_type, scope, count(*) as conversions from witness_paths group by all
),

wrong_paths as (
    from (select *, list_value(*columns('^credit_.*')) as credits from witness_paths)
    where
        list_min(credits) is distinct from 1
        or list_max(credits) is distinct from 1
        or list_count(credits) < len(credits)
),

wrong as (
    select
        conversion_type,
        scope,
        replace(model, 'credit_', '') as model,
        count(*) as conversions,
        min(conversion_key, 5) as first_keys
    from wrong_paths unpivot include nulls (credit for model in (columns('^credit_.*')))
    where credit is distinct from 1
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
