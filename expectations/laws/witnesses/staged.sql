-- Rows of {entity} in staging by what became of them, what contradicts itself there, and sums of hashes. Entities that no
-- return source may feed have no column return_source.
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

-- Rows whose status contradicts what they hold: quarantined without a reason, or of one content of a key not exactly one
-- that is no duplicate. Only keys that have several rows are grouped.
insert into witness_wrong_statuses
select
    '{entity}' as entity,
    contract,
    count(*) as wrong_rows,
    array_to_string(min(cast(row_key as varchar), 5), ', ') as first_keys
from (
    select
        row_key,
        contract
    from staging.stg_{entity}
    where (row_status = 'quarantined') <> (quarantine_reason is not null)
    union all
    select
        row_key,
        min(contract) as contract
    from staging.stg_{entity}
    where
        row_status <> 'quarantined'
        and row_key in (
            select repeated.row_key
            from staging.stg_{entity} as repeated
            where repeated.row_status in ('superseded', 'duplicate')
        )
    group by row_key, content_key
    having count(*) filter (where row_status <> 'duplicate') <> 1
)
group by contract;

insert into witness_current_keys
select
    '{entity}' as entity,
    sum(hash(cast(row_key as varchar), {moment})) as key_sum
from staging.stg_{entity}
where row_status = 'current';

-- Every column that staging takes over from landing, as one sum over all rows: whatever the order, the same.
insert into witness_values
select
    '{entity}' as entity,
    (select sum(hash(_key, _content{columns})) from landing.{entity}) as landed,
    (select sum(hash(row_key, content_key{columns})) from staging.stg_{entity}) as staged;
