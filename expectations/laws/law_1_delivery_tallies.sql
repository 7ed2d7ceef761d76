-- The tallies were taken over all records before they were sorted into landed, rejected and not selected: they are a
-- second witness of the same file. Only feeds with a return source have them.
with tallied as (
    select
        contract,
        feed,
        delivery_id,
        coalesce(member, '') as member,
        sum(delivered) as delivered,
        sum(landed_records) as landed_records,
        sum(expanded) as expanded,
        sum(rejected) as rejected,
        sum(not_selected) as not_selected
    from landing.tallies
    group by contract, feed, delivery_id, coalesce(member, '')
),

recorded as (
    select
        deliveries.contract,
        deliveries.feed,
        deliveries.delivery_id,
        coalesce(deliveries.member, '') as member,
        sum(deliveries.records - deliveries.footer) as delivered,
        sum(deliveries.landed_records) as landed_records,
        sum(deliveries.expanded) as expanded,
        sum(deliveries.rejected) as rejected,
        sum(deliveries.not_selected) as not_selected
    from landing.deliveries as deliveries
    inner join (select distinct contract, feed from landing.return_sources) as source_feeds
        on deliveries.contract = source_feeds.contract and deliveries.feed = source_feeds.feed
    group by deliveries.contract, deliveries.feed, deliveries.delivery_id, coalesce(deliveries.member, '')
),

measures as (
    select unnest(['delivered', 'landed_records', 'expanded', 'rejected', 'not_selected']) as measure
),

compared as (
    select
        recorded.contract || '/' || recorded.feed as source,
        left(recorded.delivery_id, 12) || ' ' || recorded.member || ' ' || measures.measure as period,
        case measures.measure
            when 'delivered' then recorded.delivered
            when 'landed_records' then recorded.landed_records
            when 'expanded' then recorded.expanded
            when 'rejected' then recorded.rejected
            else recorded.not_selected
        end as expected,
        coalesce(case measures.measure
            when 'delivered' then tallied.delivered
            when 'landed_records' then tallied.landed_records
            when 'expanded' then tallied.expanded
            when 'rejected' then tallied.rejected
            else tallied.not_selected
        end, 0) as found
    from recorded
    cross join measures
    left join tallied
        on
            recorded.contract = tallied.contract
            and recorded.feed = tallied.feed
            and recorded.delivery_id = tallied.delivery_id
            and recorded.member = tallied.member
)

select
    source,
    period,
    expected,
    found,
    cast(null as varchar) as first_keys
from compared
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from compared
