-- Landed rows of {entity} that are no return of their own, with the row that stands for them: of a duplicate the first
-- of the same content, of a superseded version the current one.
with landed as (
    select
        *,
        '{entity}' as entity
    from staging.stg_{entity}
    where {has_source}
),

chosen as (
    select *
    from landed
    where
        row_status <> 'current'
        and coalesce(return_source, contract) = getvariable('source')
        and local_month({moment}) is not distinct from getvariable('month')
)

select
    case chosen.row_status when 'duplicate' then 'duplicates' else chosen.row_status end as part,
    1 as items,
    chosen.contract,
    chosen.delivery_id,
    chosen.member,
    chosen.row_number,
    case chosen.row_status
        when 'duplicate' then 'repeats'
        when 'superseded' then 'replaced by'
        else chosen.quarantine_reason
    end as about,
    kept.delivery_id as other_delivery_id,
    kept.row_number as other_row_number
from chosen
left join landed as kept
    on
        chosen.row_key = kept.row_key
        and chosen.row_status in ('duplicate', 'superseded')
        and case
            when chosen.row_status = 'duplicate'
                then kept.content_key = chosen.content_key and kept.row_status in ('current', 'superseded')
            else kept.row_status = 'current'
        end
