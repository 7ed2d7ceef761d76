-- What landing says it landed against what staging holds: two witnesses, so that law 2 compares something.
with

landed as (

    select
        contract,
        entity,
        sum(landed_rows) as landed,
        sum(case when is_withdrawn then landed_rows else 0 end) as withdrawn
    from {{ source('landing', 'deliveries') }}
    group by contract, entity

),

staged as (

    {% for entity in staged_entities() %}
    select
        contract,
        '{{ entity }}' as entity,
        sum(case when row_status = 'current' then 1 else 0 end) as current_rows,
        sum(case when row_status = 'superseded' then 1 else 0 end) as superseded,
        sum(case when row_status = 'duplicate' then 1 else 0 end) as duplicates,
        sum(case when row_status = 'quarantined' then 1 else 0 end) as quarantined
    from {{ ref('stg_' ~ entity) }}
    group by contract
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

balanced as (

    select
        coalesce(landed.contract, staged.contract) as contract,
        coalesce(landed.entity, staged.entity) as entity,
        cast(coalesce(landed.landed, 0) as bigint) as landed,
        cast(coalesce(staged.current_rows, 0) as bigint) as current_rows,
        cast(coalesce(staged.superseded, 0) as bigint) as superseded,
        cast(coalesce(staged.duplicates, 0) as bigint) as duplicates,
        cast(coalesce(staged.quarantined, 0) as bigint) as quarantined,
        cast(0 as bigint) as erased,
        cast(coalesce(landed.withdrawn, 0) as bigint) as withdrawn
    from landed
    full outer join staged
        on landed.contract = staged.contract and landed.entity = staged.entity

),

ledger as (

    select
        *,
        landed - current_rows - superseded - duplicates - quarantined - erased - withdrawn as difference
    from balanced

)

select * from ledger
