-- Rows of {entity} that the active Parquet files really hold, by where they say they come from, and a sum of hashes of
-- the columns that staging takes over.
insert into witness_landed
select
    '{entity}' as entity,
    _contract as contract,
    _feed as feed,
    _delivery_id as delivery_id,
    coalesce(_member, '') as member,
    count(*) as landed,
    sum(hash(_key, _content{columns})) as value_sum
from landing.{entity}
group by _contract, _feed, _delivery_id, coalesce(_member, '');
