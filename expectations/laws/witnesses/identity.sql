-- Identifiers and what they lead to, persons and companies with how many they have, and links between identifiers with
-- what both ends lead to: each read once for all laws.
create or replace temp table witness_identifiers as
select thing_of('contacts') as source, identifier_key, min(contact_key) as thing_key, max(contact_key) as other_thing_key
from intermediate.int_contact_identifiers__resolved
group by identifier_key
union all
select thing_of('accounts') as source, identifier_key, min(account_key) as thing_key, max(account_key) as other_thing_key
from intermediate.int_account_identifiers__resolved
group by identifier_key;

create or replace temp table witness_things as
select source, thing_key, count(*) as identifiers, min(identifier_key) as smallest_key
from witness_identifiers
group by source, thing_key;

create or replace temp table witness_links as
with links as (
    select distinct thing_of('contacts') as source, first_key, second_key
    from intermediate.int_contact_links__judged
    where status = 'linked'
    union all
    select distinct thing_of('accounts') as source, first_key, second_key
    from intermediate.int_account_links__judged
    where status = 'linked'
)

select links.*, first_end.thing_key as first_thing_key, second_end.thing_key as second_thing_key
from links
left join witness_identifiers as first_end
    on links.source = first_end.source and links.first_key = first_end.identifier_key
left join witness_identifiers as second_end
    on links.source = second_end.source and links.second_key = second_end.identifier_key;
