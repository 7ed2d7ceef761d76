-- A row is quarantined exactly where a reason says so; of the rows of one key and content all but one are duplicates.
select
    staged.contract as source,
    staged.entity as period,
    0 as expected,
    coalesce(witness_wrong_statuses.wrong_rows, 0) as found,
    witness_wrong_statuses.first_keys
from (select distinct contract, entity from witness_staged) as staged
left join witness_wrong_statuses
    on staged.contract = witness_wrong_statuses.contract and staged.entity = witness_wrong_statuses.entity
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    coalesce(sum(wrong_rows), 0) as found,
    cast(null as varchar) as first_keys
from witness_wrong_statuses
