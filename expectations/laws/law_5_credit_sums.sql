-- Per model, scope and conversion type: how many conversions there are, and for how many the credits are exactly one.
with credits as (
    select *
    from witness_paths unpivot include nulls (
        credit for model in (columns('^credit_.*'))
    )
)

select
    conversion_type as source,
    scope || ' ' || replace(model, 'credit_', '') as period,
    count(*) as expected,
    count(*) filter (where credit = 1) as found,
    array_to_string(min(conversion_key, 5) filter (where credit is distinct from 1), ', ') as first_keys
from credits
group by conversion_type, scope, model
union all
select
    '(all)' as source,
    'all' as period,
    count(*) as expected,
    count(*) filter (where credit = 1) as found,
    cast(null as varchar) as first_keys
from credits
