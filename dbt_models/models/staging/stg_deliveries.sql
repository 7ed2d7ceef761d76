with

seen as (

    select
        sightings.contract,
        sightings.delivery_id,
        coalesce(sightings.member, '') as member,
        max(sightings.exported_at) as exported_at
    from {{ source('landing', 'sightings') }} as sightings
    where not sightings.is_withdrawn
    group by sightings.contract, sightings.delivery_id, coalesce(sightings.member, '')

)

select * from seen
