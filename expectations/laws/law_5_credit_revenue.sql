-- Per model, scope and conversion type: for how many conversions the revenue credits are exactly the revenue that the
-- facts hold; both are null for the types that revenue_from does not name.
with credits as (
    select *
    from witness_paths unpivot include nulls (
        revenue_credit for model in (columns('^revenue_.*'))
    )
),

compared as (
    select
        credits.conversion_type,
        credits.conversion_key,
        credits.scope,
        replace(credits.model, 'revenue_', '') as model,
        credits.revenue_credit is not distinct from conversions.revenue as is_equal
    from credits
    left join witness_conversions as conversions
        on
            credits.conversion_type = conversions.conversion_type
            and credits.conversion_key = conversions.conversion_key
)

select
    conversion_type as source,
    scope || ' ' || model as period,
    count(*) as expected,
    count(*) filter (where is_equal) as found,
    array_to_string(min(conversion_key, 5) filter (where not is_equal), ', ') as first_keys
from compared
group by conversion_type, scope, model
union all
select
    '(all)' as source,
    'all' as period,
    count(*) as expected,
    count(*) filter (where is_equal) as found,
    cast(null as varchar) as first_keys
from compared
