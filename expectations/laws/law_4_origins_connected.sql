-- Whoever is one person, or one company, is so by links: from one identifier of a thing every other one can be reached.
-- Law origins_persons sees that each identifier has a link, which holds up to three of them together. Of more, two that
-- know each other only could stand beside a circle: there one is linked to all others, or the links are walked.
with recursive large as (
    select source, thing_key, identifiers
    from witness_things
    where identifiers > 3
),

members as (
    select identifiers.source, identifiers.thing_key, identifiers.identifier_key
    from witness_identifiers as identifiers
    semi join large on identifiers.source = large.source and identifiers.thing_key = large.thing_key
),

edges as (
    select large.source, large.thing_key, large.identifiers, links.first_key as one_key, links.second_key as other_key
    from witness_links as links
    inner join large on links.source = large.source and links.first_thing_key = large.thing_key
    union
    select large.source, large.thing_key, large.identifiers, links.second_key as one_key, links.first_key as other_key
    from witness_links as links
    inner join large on links.source = large.source and links.second_thing_key = large.thing_key
),

stars as (
    select distinct source, thing_key
    from (
        select source, thing_key, identifiers
        from edges
        where one_key <> other_key
        group by source, thing_key, one_key, identifiers
        having count(*) = identifiers - 1
    )
),

walked as (
    select members.source, members.thing_key, min(members.identifier_key) as identifier_key
    from members
    anti join stars on members.source = stars.source and members.thing_key = stars.thing_key
    group by members.source, members.thing_key
    union
    select walked.source, walked.thing_key, edges.other_key as identifier_key
    from walked
    inner join edges on walked.source = edges.source and walked.identifier_key = edges.one_key
),

wrong as (
    select large.source, large.thing_key
    from large
    inner join (select source, thing_key, count(*) as reached from walked group by source, thing_key) as walks
        on large.source = walks.source and large.thing_key = walks.thing_key
    where walks.reached <> large.identifiers
)

select
    sources.source,
    'all' as period,
    count(large.thing_key) as expected,
    count(large.thing_key) - count(wrong.thing_key) as found,
    array_to_string(min(cast(wrong.thing_key as varchar), 5), ', ') as first_keys
from (values (thing_of('contacts')), (thing_of('accounts'))) as sources (source)
left join large on sources.source = large.source
left join wrong on large.source = wrong.source and large.thing_key = wrong.thing_key
group by sources.source
