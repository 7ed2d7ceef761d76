-- The paths of attribution as they add up: read once for all laws. A row that is a path of its own, with one touchpoint
-- or none, adds up to itself; whether it stands there twice, law credit_conversions asks.
create or replace temp table witness_paths as
with summed as (
    select
        conversion_type,
        conversion_key,
        scope,
        sum(columns('^(credit|revenue)_.*')),
        bool_or(least(*columns('^credit_.*')) < 0) as is_negative,
        bool_or(coalesce(channel, '(none)') <> '(none)') as is_touched
    from marts.attribution_touchpoints
    where coalesce(touchpoints, 2) > 1
    group by conversion_type, conversion_key, scope
    union all
    select
        conversion_type,
        conversion_key,
        scope,
        columns('^(credit|revenue)_.*'),
        least(*columns('^credit_.*')) < 0 as is_negative,
        coalesce(channel, '(none)') <> '(none)' as is_touched
    from marts.attribution_touchpoints
    where touchpoints <= 1
)

select
    conversion_type,
    conversion_key,
    scope,
    is_touched,
    is_negative,
    {credits_are_one} as is_credited_once,
    {revenues_are_equal} as is_revenue_equal,
    {revenue} as revenue
from summed;

-- Paths without a conversion, conversions without a path, and paths of another revenue than their conversion's: asked
-- row by row only of those types and scopes in which the sums over keys with their revenue differ.
create or replace temp table witness_strays as
with conversions as (
    select conversion_type, conversion_key, scopes.scope, cast(revenue as decimal(38, 2)) as revenue, true as is_conversion
    from witness_conversions
    cross join (values ('person'), ('account')) as scopes (scope)
),

paths as (
    select conversion_type, conversion_key, scope, cast(revenue as decimal(38, 2)) as revenue, is_revenue_equal,
        true as is_path
    from witness_paths
),

sums as (
    select conversion_type, count(*) as conversions, sum(hash(conversion_key, cast(revenue as decimal(38, 2)))) as key_sum
    from witness_conversions
    group by conversion_type
),

equal as (
    select paths.conversion_type, paths.scope
    from paths
    left join sums on paths.conversion_type = sums.conversion_type
    group by paths.conversion_type, paths.scope
    having count(*) = min(sums.conversions) and sum(hash(paths.conversion_key, paths.revenue)) = min(sums.key_sum)
)

select
    conversion_type,
    conversion_key,
    scope,
    coalesce(is_path, false) as is_path,
    coalesce(is_conversion, false) as is_conversion,
    coalesce(is_revenue_equal and paths.revenue is distinct from conversions.revenue, false) as is_other_revenue
from (from paths anti join equal using (conversion_type, scope)) as paths
full join (from conversions anti join equal using (conversion_type, scope)) as conversions
    using (conversion_type, conversion_key, scope)
where is_path is null or is_conversion is null or paths.revenue is distinct from conversions.revenue;
