-- source_ledger repeats, per contract and entity, what landing recorded and what staging holds.
with counted as (
    select
        contract,
        entity,
        'landed' as measure,
        sum(landed_rows) as expected
    from landing.deliveries
    group by contract, entity
    union all
    select
        contract,
        entity,
        'withdrawn' as measure,
        sum(case when is_withdrawn then landed_rows else 0 end) as expected
    from landing.deliveries
    group by contract, entity
    union all
    select
        contract,
        entity,
        case row_status when 'duplicate' then 'duplicates' when 'current' then 'current_rows' else row_status end as measure,
        sum(staged) as expected
    from witness_staged
    group by contract, entity, row_status
),

told as (
    unpivot (
        select
            contract,
            entity,
            sum(landed) as landed,
            sum(current_rows) as current_rows,
            sum(superseded) as superseded,
            sum(duplicates) as duplicates,
            sum(quarantined) as quarantined,
            sum(erased) as erased,
            sum(withdrawn) as withdrawn
        from marts.source_ledger
        group by contract, entity
    ) on columns(* exclude (contract, entity)) into name measure value found
),

compared as (
    select
        coalesce(counted.contract, told.contract) as source,
        coalesce(counted.entity, told.entity) || ' ' || coalesce(counted.measure, told.measure) as period,
        coalesce(counted.expected, 0) as expected,
        coalesce(told.found, 0) as found
    from counted
    full join told
        on
            counted.contract = told.contract
            and counted.entity = told.entity
            and counted.measure = told.measure
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
