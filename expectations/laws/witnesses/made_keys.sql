-- Rows of {entity} whose key is not that of the columns which the contract names, or whose ids have another key than
-- their kind, system and word make. Faults of key-making are in every row: of each delivery the first records suffice.
insert into witness_made_keys
select
    '{entity}' as entity,
    contract,
    count(*) as checked,
    count(*) filter (where is_wrong) as wrong,
    array_to_string(min(key, 5) filter (where is_wrong), ', ') as first_keys
from (
    select
        _contract as contract,
        cast(_key as varchar) as key,
        ({is_wrong_id})
        or (({is_keyed}) and ({key} is null) <> _key_is_null)
        or coalesce(({is_keyed}) and {key} <> _key, false) as is_wrong
    from landing.{entity}
    where _row_number <= 20000 and ({is_keyed} or {is_by_content})
)
group by contract;
