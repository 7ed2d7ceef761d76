-- Records of the witness = landed + rejected + not selected + footer and blank lines, per delivery, member and feed.
select
    contract || '/' || feed as source,
    left(delivery_id, 12) || ' ' || coalesce(member, '') as period,
    records as expected,
    landed_records + rejected + not_selected + footer as found,
    cast(null as varchar) as first_keys
from landing.deliveries
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(records), 0) as expected,
    coalesce(sum(landed_records + rejected + not_selected + footer), 0) as found,
    cast(null as varchar) as first_keys
from landing.deliveries
