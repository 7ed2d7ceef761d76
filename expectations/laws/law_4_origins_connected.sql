-- Everybody who is one person, or one company, is so by links: from the smallest identifier of a thing every other one
-- can be reached. Counting links is not enough where they run in a circle. Of up to three identifiers one is linked to
-- all others; where none is, the links are walked.
with recursive links as (
    select 'contacts' as source, first_key, second_key
    from intermediate.int_contact_links__judged
    where status = 'linked'
    union
    select 'accounts' as source, first_key, second_key
    from intermediate.int_account_links__judged
    where status = 'linked'
),

edges as (
    select source, first_key as identifier_key, second_key as other_key from links
    union
    select source, second_key as identifier_key, first_key as other_key from links
),

identifiers as (
    select 'contacts' as source, identifier_key, min(contact_key) as thing_key
    from intermediate.int_contact_identifiers__resolved
    group by identifier_key
    union all
    select 'accounts' as source, identifier_key, min(account_key) as thing_key
    from intermediate.int_account_identifiers__resolved
    group by identifier_key
),

degrees as (
    select source, identifier_key, count(*) as neighbours
    from edges
    where identifier_key <> other_key
    group by source, identifier_key
),

things as (
    select
        identifiers.source,
        identifiers.thing_key,
        min(identifiers.identifier_key) as first_identifier_key,
        count(*) as identifiers,
        max(coalesce(degrees.neighbours, 0)) as most_neighbours
    from identifiers
    left join degrees
        on identifiers.source = degrees.source and identifiers.identifier_key = degrees.identifier_key
    group by identifiers.source, identifiers.thing_key
    having count(*) > 1
),

walked as (
    select source, thing_key, first_identifier_key as identifier_key
    from things
    where most_neighbours < identifiers - 1
    union
    select walked.source, walked.thing_key, edges.other_key as identifier_key
    from walked
    inner join edges on walked.source = edges.source and walked.identifier_key = edges.identifier_key
),

reached as (
    select source, thing_key, count(*) as identifiers
    from walked
    group by source, thing_key
),

wrong as (
    select things.source, things.thing_key
    from things
    inner join reached on things.source = reached.source and things.thing_key = reached.thing_key
    where reached.identifiers <> things.identifiers
)

select
    sources.source,
    'all' as period,
    (select count(*) from things where things.source = sources.source) as expected,
    (select count(*) from things where things.source = sources.source)
    - (select count(*) from wrong where wrong.source = sources.source) as found,
    (
        select array_to_string(min(cast(wrong.thing_key as varchar), 5), ', ')
        from wrong
        where wrong.source = sources.source
    ) as first_keys
from (values ('contacts'), ('accounts')) as sources (source)
