with

rejected as (

    select
        left_records.delivery_id,
        left_records.contract,
        coalesce(left_records.member, '') as member,
        left_records.feed,
        left_records.row_number,
        left_records.entity,
        left_records.return_source as source,
        left_records.column_name,
        left_records.reason,
        left_records.shape,
        left_records.occurred_at
    from {{ source('landing', 'left_records') }} as left_records
    where left_records.disposition = 'rejected'

)

select * from rejected
