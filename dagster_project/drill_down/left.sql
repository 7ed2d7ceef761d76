-- Records that did not land: rejected with column, reason and the shape of the text, or not selected by `when`. Other
-- feeds of the same file may reject the same record; they have no return source.
select
    disposition as part,
    1 as items,
    contract,
    delivery_id,
    member,
    row_number,
    case disposition
        when 'not_selected' then 'not what `when` of the contract selects'
        else concat_ws(
            ' ', case when column_name <> '' then 'column ' || column_name || ':' end, reason,
            case when shape <> '' then '(written like ' || shape || ')' end
        )
    end as about,
    cast(null as varchar) as other_delivery_id,
    cast(null as bigint) as other_row_number
from landing.left_records
where
    coalesce(return_source, contract) = getvariable('source')
    and (contract, feed) in (select (contract, feed) from landing.return_sources)
    and local_month(occurred_at) is not distinct from getvariable('month')
