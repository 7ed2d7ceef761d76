-- Staging sorts rows and alters nothing: each column that it takes over from landing holds what landed, row by row.
-- Compared as a sum of hashes, which no order of rows changes. Ids as text are left out; their keys are in.
with landed as (
    select entity, sum(value_sum) as value_sum
    from witness_landed
    group by entity
),

staged as (
    select entity, sum(value_sum) as value_sum
    from witness_staged
    group by entity
)

select
    coalesce(landed.entity, staged.entity) as source,
    'values' as period,
    coalesce(landed.value_sum, 0) as expected,
    coalesce(staged.value_sum, 0) as found,
    cast(null as varchar) as first_keys
from landed
full join staged on landed.entity = staged.entity
union all
select
    '(all)' as source,
    'entities' as period,
    (select count(*) from landed) as expected,
    (select count(*) from staged) as found,
    cast(null as varchar) as first_keys
