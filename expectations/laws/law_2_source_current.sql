-- Among the rows of a key that are not quarantined exactly one is current; `found` counts the keys where it is not so.
select
    staged.contract as source,
    staged.entity as period,
    0 as expected,
    coalesce(witness_wrong_keys.wrong_keys, 0) as found,
    witness_wrong_keys.first_keys
from (select distinct contract, entity from witness_staged) as staged
left join witness_wrong_keys
    on staged.contract = witness_wrong_keys.contract and staged.entity = witness_wrong_keys.entity
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    coalesce(sum(wrong_keys), 0) as found,
    cast(null as varchar) as first_keys
from witness_wrong_keys
