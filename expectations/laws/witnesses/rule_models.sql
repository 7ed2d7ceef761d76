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
