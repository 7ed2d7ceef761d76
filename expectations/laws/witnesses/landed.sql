-- Rows of {entity} that the active Parquet files really hold, by where they say they come from.
insert into witness_landed
select
    '{entity}' as entity,
    _contract as contract,
    _feed as feed,
    _delivery_id as delivery_id,
    coalesce(_member, '') as member,
    count(*) as landed
from landing.{entity}
group by _contract, _feed, _delivery_id, coalesce(_member, '');
