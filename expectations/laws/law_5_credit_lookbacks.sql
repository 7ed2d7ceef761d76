-- With every other lookback, too, each model that is compared divides exactly the conversions that the facts hold.
with facts as (
    select
        conversion_type,
        sum(conversions) as conversions
    from witness_conversion_months
    group by conversion_type
),

compared as (
    select
        summary.conversion_type,
        summary.scope,
        summary.model,
        summary.lookback_days,
        sum(summary.conversions) as conversions,
        count(*) filter (where summary.conversions < 0) as below_nothing
    from marts.attribution_summary as summary
    cross join marts.run_info as run_info
    where summary.lookback_days <> run_info.lookback_days
    group by summary.conversion_type, summary.scope, summary.model, summary.lookback_days
)

select
    compared.conversion_type as source,
    concat_ws(' ', compared.scope, compared.model, compared.lookback_days, 'days') as period,
    coalesce(facts.conversions, 0) as expected,
    compared.conversions + compared.below_nothing as found,
    cast(null as varchar) as first_keys
from compared
left join facts
    on compared.conversion_type = facts.conversion_type
union all
-- Each type that has conversions has both scopes.
select
    '(all)' as source,
    'types and scopes' as period,
    (select 2 * count(*) from facts) as expected,
    (select count(*) from (select distinct conversion_type, scope from compared)) as found,
    cast(null as varchar) as first_keys
