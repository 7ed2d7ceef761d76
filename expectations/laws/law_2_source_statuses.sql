-- A row is quarantined exactly where a reason says so; of the rows of one key and content all but one are duplicates.
with staged as (
    select contract, entity, sum(contradictions) as contradictions
    from witness_staged
    group by contract, entity
)

select
    staged.contract as source,
    staged.entity as period,
    0 as expected,
    staged.contradictions + coalesce(contents.wrong_contents, 0) as found,
    contents.first_keys
from staged
left join witness_wrong_contents as contents
    on staged.contract = contents.contract and staged.entity = contents.entity
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    coalesce((select sum(staged.contradictions) from staged), 0)
    + coalesce((select sum(contents.wrong_contents) from witness_wrong_contents as contents), 0) as found,
    cast(null as varchar) as first_keys
