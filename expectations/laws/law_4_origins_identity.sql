-- Pointer jumping runs a fixed number of rounds; where that was too few, two linked identifiers have different keys.
-- Also: an identifier has one key, and a key is the smallest identifier that leads to it.
with wrong as (
    select source, 'linked, but not one key' as period, first_key as identifier_key
    from witness_links
    where first_thing_key <> second_thing_key
    union all
    select source, 'several keys' as period, identifier_key
    from witness_identifiers
    where thing_key <> other_thing_key
    union all
    select source, 'not the smallest identifier' as period, thing_key as identifier_key
    from witness_things
    where smallest_key <> thing_key
)

select
    source,
    period,
    0 as expected,
    count(*) as found,
    array_to_string(min(cast(identifier_key as varchar), 5), ', ') as first_keys
from wrong
group by source, period
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    count(*) as found,
    array_to_string(min(cast(identifier_key as varchar), 5), ', ') as first_keys
from wrong
