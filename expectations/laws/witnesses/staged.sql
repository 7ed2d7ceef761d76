-- Rows of {entity} in staging by what became of them, keys whose number of current rows is not one, and the sum of the
-- current keys' hashes. Entities that no return source may feed have no column return_source.
insert into witness_staged
select
    '{entity}' as entity,
    contract,
    {return_source} as return_source,
    row_status,
    count(*) as staged
from staging.stg_{entity}
group by all;

insert into witness_wrong_keys
select
    '{entity}' as entity,
    contract,
    count(*) as wrong_keys,
    array_to_string(min(cast(row_key as varchar), 5), ', ') as first_keys
from (
    select
        row_key,
        min(contract) as contract
    from staging.stg_{entity}
    where row_status in ('current', 'superseded', 'duplicate')
    group by row_key
    having count(*) filter (where row_status = 'current') <> 1
)
group by contract;

insert into witness_current_keys
select
    '{entity}' as entity,
    sum(hash(cast(row_key as varchar))) as key_sum
from staging.stg_{entity}
where row_status = 'current';
