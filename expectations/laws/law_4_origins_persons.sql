-- Nobody is joined to somebody else without links, nobody loses their company, no free-mail domain is one, and every
-- former key and every link is told. A person of n identifiers needs n - 1 links or more, each identifier one.
with linked as (
    select source, first_thing_key as thing_key, count(*) as links
    from witness_links
    group by source, first_thing_key
),

-- Most things have one identifier and need no link.
things as (
    select source, thing_key, identifiers
    from witness_things
    where identifiers > 1
),

wrong as (
    select identifiers.source, 'an identifier without a link' as period, identifiers.thing_key
    from witness_identifiers as identifiers
    semi join things on identifiers.source = things.source and identifiers.thing_key = things.thing_key
    anti join (
        select source, first_key as identifier_key from witness_links
        union all
        select source, second_key as identifier_key from witness_links
    ) as ends
        on identifiers.source = ends.source and identifiers.identifier_key = ends.identifier_key
    union all
    select things.source, 'joined without links' as period, things.thing_key
    from things
    left join linked on things.source = linked.source and things.thing_key = linked.thing_key
    where coalesce(linked.links, 0) < things.identifiers - 1
    union all
    select distinct 'contacts' as source, 'without the account of their record' as period, contacts.thing_key
    from staging.stg_contacts as stated
    inner join witness_identifiers as contacts
        on contacts.source = 'contacts' and stated.contact_id_key = contacts.identifier_key
    inner join witness_identifiers as accounts
        on accounts.source = 'accounts' and stated.account_id_key = accounts.identifier_key
    where
        stated.row_status = 'current'
        and contacts.thing_key not in (select assigned.contact_key from intermediate.int_contacts__assigned as assigned)
    union all
    select 'accounts' as source, 'a free-mail domain' as period, identifiers.thing_key
    from witness_identifiers as identifiers
    inner join staging.stg_domains as domains on identifiers.identifier_key = domains.domain_key
    inner join reference.free_mail_domains as free on domains.domain = free.domain
    where identifiers.source = 'accounts'
),

told as (
    select 'contact_key_aliases' as source,
        (select count(*) from intermediate.int_contact_identifiers__resolved) as expected,
        (select count(*) from marts.contact_key_aliases) as found
    union all
    select 'account_key_aliases' as source,
        (select count(*) from intermediate.int_account_identifiers__resolved) as expected,
        (select count(*) from marts.account_key_aliases) as found
    union all
    select 'dim_contacts' as source,
        (select count(*) from witness_things where source = 'contacts') as expected,
        (select count(*) from marts.dim_contacts) as found
    union all
    select 'dim_accounts' as source,
        (select count(*) from witness_things where source = 'accounts') as expected,
        (select count(*) from marts.dim_accounts) as found
    union all
    select 'identity_links' as source,
        (select count(*) from intermediate.int_contact_links__judged)
        + (select count(*) from intermediate.int_account_links__judged) as expected,
        (select count(*) from marts.identity_links) as found
)

select source, period, 0 as expected, count(*) as found,
    array_to_string(min(cast(thing_key as varchar), 5), ', ') as first_keys
from wrong
group by source, period
union all
select source, 'all' as period, expected, found, cast(null as varchar) as first_keys
from told
