-- Pointer jumping runs a fixed number of rounds; where that was too few, two linked identifiers have different keys.
-- Also: an identifier has one key, and a key is the smallest identifier that leads to it.
with contact_links as (
    select links.first_key as identifier_key
    from intermediate.int_contact_links__judged as links
    inner join intermediate.int_contact_identifiers__resolved as first_identifier
        on links.first_key = first_identifier.identifier_key
    inner join intermediate.int_contact_identifiers__resolved as second_identifier
        on links.second_key = second_identifier.identifier_key
    where links.status = 'linked' and first_identifier.contact_key <> second_identifier.contact_key
),

account_links as (
    select links.first_key as identifier_key
    from intermediate.int_account_links__judged as links
    inner join intermediate.int_account_identifiers__resolved as first_identifier
        on links.first_key = first_identifier.identifier_key
    inner join intermediate.int_account_identifiers__resolved as second_identifier
        on links.second_key = second_identifier.identifier_key
    where links.status = 'linked' and first_identifier.account_key <> second_identifier.account_key
),

repeated_contacts as (
    select identifier_key
    from intermediate.int_contact_identifiers__resolved
    group by identifier_key
    having count(distinct contact_key) <> 1
),

repeated_accounts as (
    select identifier_key
    from intermediate.int_account_identifiers__resolved
    group by identifier_key
    having count(distinct account_key) <> 1
),

unrooted_contacts as (
    select contact_key as identifier_key
    from intermediate.int_contact_identifiers__resolved
    group by contact_key
    having min(identifier_key) <> contact_key
),

unrooted_accounts as (
    select account_key as identifier_key
    from intermediate.int_account_identifiers__resolved
    group by account_key
    having min(identifier_key) <> account_key
),

wrong as (
    select 'contacts' as source, 'linked, but not one key' as period, identifier_key from contact_links
    union all
    select 'accounts' as source, 'linked, but not one key' as period, identifier_key from account_links
    union all
    select 'contacts' as source, 'several keys' as period, identifier_key from repeated_contacts
    union all
    select 'accounts' as source, 'several keys' as period, identifier_key from repeated_accounts
    union all
    select 'contacts' as source, 'not the smallest identifier' as period, identifier_key from unrooted_contacts
    union all
    select 'accounts' as source, 'not the smallest identifier' as period, identifier_key from unrooted_accounts
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
