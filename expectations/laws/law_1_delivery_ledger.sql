-- delivery_ledger repeats what landing recorded, measure by measure; sightings and rejected_records list what it listed.
with recorded as (
    unpivot (
        select
            contract,
            entity,
            sum(records) as records,
            sum(landed_records) as landed,
            sum(rejected) as rejected,
            sum(not_selected) as not_selected,
            sum(footer) as footer,
            sum(expanded) as expanded
        from landing.deliveries
        group by contract, entity
    ) on columns(* exclude (contract, entity)) into name measure value expected
),

told as (
    unpivot (
        select
            contract,
            entity,
            sum(records) as records,
            sum(landed) as landed,
            sum(rejected) as rejected,
            sum(not_selected) as not_selected,
            sum(footer) as footer,
            sum(expanded) as expanded
        from marts.delivery_ledger
        group by contract, entity
    ) on columns(* exclude (contract, entity)) into name measure value found
),

compared as (
    select
        coalesce(recorded.contract, told.contract) as source,
        coalesce(recorded.entity, told.entity) || ' ' || coalesce(recorded.measure, told.measure) as period,
        coalesce(recorded.expected, 0) as expected,
        coalesce(told.found, 0) as found
    from recorded
    full join told
        on
            recorded.contract = told.contract
            and recorded.entity = told.entity
            and recorded.measure = told.measure
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
    'deliveries' as period,
    (select count(*) from landing.deliveries) as expected,
    (select count(*) from marts.delivery_ledger) as found,
    cast(null as varchar) as first_keys
union all
select
    '(all)' as source,
    'sightings' as period,
    (select count(*) from landing.sightings) as expected,
    (select count(*) from marts.sightings) as found,
    cast(null as varchar) as first_keys
union all
select
    '(all)' as source,
    'rejected records' as period,
    (select count(*) from landing.left_records where disposition = 'rejected') as expected,
    (select count(*) from marts.rejected_records) as found,
    cast(null as varchar) as first_keys
