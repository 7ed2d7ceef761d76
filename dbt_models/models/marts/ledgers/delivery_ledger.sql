with

deliveries as (

    select
        delivery_id,
        coalesce(member, '') as member,
        feed,
        contract,
        entity,
        file_name,
        records,
        landed_records as landed,
        rejected,
        not_selected,
        footer,
        expanded,
        cast(0 as bigint) as erased,
        landed_rows,
        is_withdrawn
    from {{ source('landing', 'deliveries') }}

)

select * from deliveries
