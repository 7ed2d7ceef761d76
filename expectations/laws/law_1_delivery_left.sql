-- Rejected and not selected records, as landing counted them, are all listed. Records that were not selected are
-- listed only for feeds with a return source: of other feeds nobody asks which mail the log did not concern.
with deliveries as (
    select
        contract,
        feed,
        delivery_id,
        coalesce(member, '') as member,
        sum(rejected) as rejected,
        sum(not_selected) as not_selected
    from landing.deliveries
    where not is_withdrawn
    group by contract, feed, delivery_id, coalesce(member, '')
),

source_feeds as (
    select distinct
        contract,
        feed
    from landing.return_sources
),

listed as (
    select
        contract,
        feed,
        delivery_id,
        coalesce(member, '') as member,
        count(*) as found
    from landing.left_records
    group by contract, feed, delivery_id, coalesce(member, '')
),

compared as (
    select
        deliveries.contract,
        deliveries.feed,
        deliveries.delivery_id,
        deliveries.member,
        deliveries.rejected + case when source_feeds.feed is null then 0 else deliveries.not_selected end as expected,
        coalesce(listed.found, 0) as found
    from deliveries
    left join source_feeds
        on deliveries.contract = source_feeds.contract and deliveries.feed = source_feeds.feed
    left join listed
        on
            deliveries.contract = listed.contract
            and deliveries.feed = listed.feed
            and deliveries.delivery_id = listed.delivery_id
            and deliveries.member = listed.member
)

select
    contract || '/' || feed as source,
    left(delivery_id, 12) || ' ' || member as period,
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
