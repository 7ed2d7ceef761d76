-- Rows that the Parquet holds = landed records + rows expanded from several values in one cell.
-- A withdrawn delivery must hold none; rows of a delivery that no manifest names are rows too many.
with recorded as (
    select
        entity,
        contract,
        feed,
        delivery_id,
        coalesce(member, '') as member,
        sum(case when is_withdrawn then 0 else landed_records + expanded end) as expected
    from landing.deliveries
    group by entity, contract, feed, delivery_id, coalesce(member, '')
),

compared as (
    select
        coalesce(recorded.contract, witness_landed.contract) as contract,
        coalesce(recorded.feed, witness_landed.feed) as feed,
        coalesce(recorded.delivery_id, witness_landed.delivery_id) as delivery_id,
        coalesce(recorded.member, witness_landed.member) as member,
        coalesce(recorded.expected, 0) as expected,
        coalesce(witness_landed.landed, 0) as found
    from recorded
    full join witness_landed
        on
            recorded.entity = witness_landed.entity
            and recorded.contract = witness_landed.contract
            and recorded.feed = witness_landed.feed
            and recorded.delivery_id = witness_landed.delivery_id
            and recorded.member = witness_landed.member
)

select
    contract || '/' || feed as source,
    left(delivery_id, 12) || ' ' || member as period,
    sum(expected) as expected,
    sum(found) as found,
    cast(null as varchar) as first_keys
from compared
group by contract, feed, delivery_id, member
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from compared
