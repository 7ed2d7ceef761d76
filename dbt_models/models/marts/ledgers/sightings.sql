with

sightings as (

    select
        delivery_id,
        contract,
        coalesce(member, '') as member,
        exported_at,
        coalesce(part, '') as part,
        file_name,
        is_withdrawn
    from {{ source('landing', 'sightings') }}

)

select * from sightings
