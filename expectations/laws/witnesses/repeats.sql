-- Keys of {entity} that several rows share though they are not one thing: their natural keys differ; or two rows without
-- a natural key stand in one feed of one delivery, or have two contents; or two rows that count as a repeat hold
-- different values. Feeds apart may say the same of one record: that a deal has no contact, and that it has no company.
insert into witness_repeats
with repeated as (
    select distinct row_key
    from staging.{model}
    where row_status in ('superseded', 'duplicate')
),

shared as (
    select
        _contract as contract,
        _key as row_key,
        _content as content,
        {is_by_content} as is_by_content,
        cast({name} as varchar) as name,
        _delivery_id || ' ' || coalesce(_member, '') || ' ' || _feed as delivery,
        hash({values}) as value_hash
    from landing.{entity}
    where _key in (select repeated.row_key from repeated) and ({is_keyed} or {is_by_content})
),

keys as (
    select
        row_key,
        min(contract) as contract,
        count(distinct name) > 1
        or count(distinct case when is_by_content then content end) > 1
        or count(case when is_by_content then 1 end) > count(distinct case when is_by_content then delivery end)
        or count(distinct hash(content, value_hash)) > count(distinct content) as is_wrong
    from shared
    group by row_key
)

select
    '{entity}' as entity,
    contract,
    count(*) as checked,
    count(*) filter (where is_wrong) as wrong,
    array_to_string(min(cast(row_key as varchar), 5) filter (where is_wrong), ', ') as first_keys
from keys
group by contract;
