-- Several contracts may record one source: its life begins with the first of them and ends with the last. A source that
-- was neither declared to begin nor ever sighted is dormant.
with

declared as (

    select
        return_source,
        contract,
        max(every) as every,
        max(grace_days) as grace_days,
        min(declared_from) as declared_from,
        max(declared_until) as declared_until,
        max(case when declared_until is null then 1 else 0 end) = 1 as is_open_ended
    from {{ source('landing', 'return_sources') }}
    group by return_source, contract

),

sighted as (

    select
        contract,
        min(exported_at) as first_sighted_at,
        max(exported_at) as last_sighted_at,
        count(*) as sightings
    from {{ source('landing', 'sightings') }}
    where not is_withdrawn
    group by contract

),

sources as (

    select
        declared.return_source as return_source_key,
        declared.return_source as source,
        max(declared.every) as every,
        max(declared.grace_days) as grace_days,
        count(*) as contracts,
        cast(coalesce(sum(sighted.sightings), 0) as bigint) as sightings,
        min(declared.declared_from) is null and min(sighted.first_sighted_at) is null as is_dormant,
        min(declared.declared_from) as declared_from,
        case
            when max(case when declared.is_open_ended then 1 else 0 end) = 0 then max(declared.declared_until)
        end as declared_until,
        min(sighted.first_sighted_at) as first_sighted_at,
        max(sighted.last_sighted_at) as last_sighted_at
    from declared
    left join sighted
        on declared.contract = sighted.contract
    group by declared.return_source

)

select * from sources
