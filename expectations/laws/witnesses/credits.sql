-- The conversions that the facts hold, with the origin of returns.
create or replace temp table witness_conversions as
select
    'return' as conversion_type,
    return_key as conversion_key,
    month,
    cast(null as decimal(18, 2)) as revenue,
    origin
from witness_told_returns
union all
select
    'opportunity' as conversion_type,
    deal_key as conversion_key,
    local_month(created_at) as month,
    cast(null as decimal(18, 2)) as revenue,
    null as origin
from marts.fct_deals
where created_at is not null
union all
select
    'won_deal' as conversion_type,
    fct_deals.deal_key as conversion_key,
    local_month(fct_deals.closed_at) as month,
    case when run_info.revenue_from = 'won_deal' then fct_deals.amount_reporting end as revenue,
    null as origin
from marts.fct_deals as fct_deals
cross join marts.run_info as run_info
where fct_deals.status = 'won' and fct_deals.closed_at is not null
union all
select
    'order' as conversion_type,
    fct_orders.order_key as conversion_key,
    local_month(fct_orders.ordered_at) as month,
    case when run_info.revenue_from = 'order' then fct_orders.amount_reporting end as revenue,
    null as origin
from marts.fct_orders as fct_orders
cross join marts.run_info as run_info
where fct_orders.kind = 'order';

-- How many there are, which is what is divided, per type and month.
create or replace temp table witness_conversion_months as
select conversion_type, month, count(*) as conversions, coalesce(sum(revenue), 0) as revenue
from witness_conversions
group by conversion_type, month;

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

-- Per rule model: how many paths there are, and how many of them give something else than the conversion, or than its
-- revenue. Only paths of which some model differs are looked at model by model.
create or replace temp table witness_models as
with wrong_paths as (
    select conversion_type, conversion_key, scope
    from witness_paths
    where not (is_credited_once and is_revenue_equal)
    union
    select conversion_type, conversion_key, scope
    from witness_strays
    where is_path
),

summed as (
    -- Of one type, lest billionths be rounded where credits and cents become one column.
    select conversion_type, conversion_key, scope, sum(cast(columns('^(credit|revenue)_.*') as decimal(28, 9)))
    from marts.attribution_touchpoints
    semi join wrong_paths using (conversion_type, conversion_key, scope)
    group by conversion_type, conversion_key, scope
),

wrong as (
    select
        given.conversion_type,
        given.scope,
        given.given_by,
        count(*) as wrong,
        array_to_string(min(given.conversion_key, 5), ', ') as first_keys
    from summed unpivot include nulls (amount for given_by in (columns('^(credit|revenue)_.*'))) as given
    left join witness_conversions as conversions
        on given.conversion_type = conversions.conversion_type and given.conversion_key = conversions.conversion_key
    where given.amount is distinct from case when starts_with(given.given_by, 'credit_') then 1 else conversions.revenue end
    group by given.conversion_type, given.scope, given.given_by
),

models as (
    select column_name as given_by, split_part(column_name, '_', 1) as what
    from (describe marts.attribution_touchpoints)
    where regexp_matches(column_name, '^(credit|revenue)_')
),

paths as (
    select conversion_type, scope, count(*) as paths
    from witness_paths
    group by conversion_type, scope
)

select
    paths.conversion_type,
    paths.scope,
    models.what,
    replace(models.given_by, models.what || '_', '') as model,
    paths.paths,
    coalesce(wrong.wrong, 0) as wrong,
    wrong.first_keys
from paths
cross join models
left join wrong
    on
        paths.conversion_type = wrong.conversion_type
        and paths.scope = wrong.scope
        and models.given_by = wrong.given_by;
