-- Landed = current + superseded + duplicates + quarantined + erased + withdrawn, per contract and entity. Nothing can be
-- erased yet, so erased rows are none. A row with another status, or none, is not accounted for.
with landed as (
    select
        contract,
        entity,
        sum(landed_rows) as expected,
        sum(case when is_withdrawn then landed_rows else 0 end) as withdrawn
    from landing.deliveries
    group by contract, entity
),

staged as (
    select
        contract,
        entity,
        sum(staged) as staged
    from witness_staged
    where row_status in ('current', 'superseded', 'duplicate', 'quarantined')
    group by contract, entity
),

compared as (
    select
        coalesce(landed.contract, staged.contract) as source,
        coalesce(landed.entity, staged.entity) as period,
        coalesce(landed.expected, 0) as expected,
        coalesce(staged.staged, 0) + coalesce(landed.withdrawn, 0) as found
    from landed
    full join staged
        on landed.contract = staged.contract and landed.entity = staged.entity
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
