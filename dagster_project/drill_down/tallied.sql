-- What landing counted before it sorted the records, by delivery.
select
    part,
    items,
    contract,
    delivery_id,
    member,
    cast(null as bigint) as row_number,
    about,
    cast(null as varchar) as other_delivery_id,
    cast(null as bigint) as other_row_number
from (
    select
        unnest(['delivered', 'expanded', 'withdrawn']) as part,
        unnest(
            [delivered, expanded, case when is_withdrawn then landed_records + expanded else 0 end]
        ) as items,
        unnest(['records', 'rows more than records, from cells with several values', 'rows']) as about,
        contract,
        delivery_id,
        member
    from landing.tallies
    where
        coalesce(return_source, contract) = getvariable('source')
        and month is not distinct from getvariable('month')
)
where items <> 0
