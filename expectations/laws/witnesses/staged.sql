-- Rows of {entity} in staging by what became of them, in one pass: how many, how many whose status contradicts their
-- reason, and two sums of hashes, which no order of rows changes: of keys with their moment, and of every column that
-- staging takes over from landing. Entities that no return source may feed have no column return_source.
insert into witness_staged
select
    '{entity}' as entity,
    contract,
    {return_source} as return_source,
    row_status,
    count(*) as staged,
    count(*) filter (where (row_status = 'quarantined') <> (quarantine_reason is not null)) as contradictions,
    sum(hash(cast(row_key as varchar), {moment})) as key_sum,
    sum(hash(row_key, content_key{columns})) as value_sum
from staging.stg_{entity}
group by all;

-- Keys whose number of current rows is not one: keys of which two current rows stand side by side once they are sorted,
-- which is cheaper than a group for each, and keys of other rows without a current one. Which contract they belong to is
-- asked of the wrong ones only.
insert into witness_wrong_keys
with neighbours as (
    select row_key, lag(row_key) over (order by row_key nulls first) as row_key_before,
        row_number() over (order by row_key nulls first) as place
    from staging.stg_{entity}
    where row_status = 'current'
),

others as (
    select distinct row_key
    from staging.stg_{entity}
    where row_status in ('superseded', 'duplicate')
),

wrong as (
    select row_key
    from neighbours
    where row_key is not distinct from row_key_before and place > 1
    union
    select others.row_key
    from others
    anti join (
        select current_rows.row_key
        from staging.stg_{entity} as current_rows
        semi join others on current_rows.row_key = others.row_key
        where current_rows.row_status = 'current'
    ) as followed
        on others.row_key = followed.row_key
),

named as (
    select staged.row_key, min(staged.contract) as contract
    from staging.stg_{entity} as staged
    semi join wrong on staged.row_key is not distinct from wrong.row_key
    where staged.row_status in ('current', 'superseded', 'duplicate')
    group by staged.row_key
)

select
    '{entity}' as entity,
    contract,
    count(*) as wrong_keys,
    array_to_string(min(cast(row_key as varchar), 5), ', ') as first_keys
from named
group by contract;

-- Contents of a key of which not exactly one row is no duplicate. Only keys that have several rows are grouped.
insert into witness_wrong_contents
select
    '{entity}' as entity,
    contract,
    count(*) as wrong_contents,
    array_to_string(min(cast(row_key as varchar), 5), ', ') as first_keys
from (
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
