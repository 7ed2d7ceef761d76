-- Orders that only lines name: one per order number without an order of its own, dated by its first line.
create or replace temp table witness_orders_of_lines as
select
    cast(order_id_key as varchar) as order_key,
    min(contract) as contract,
    min(return_source) as return_source,
    min(ordered_at) as ordered_at,
    count(*) filter (where coalesce(kind, case when quantity < 0 then 'refund' else 'order' end) = 'order') = 0
        as is_refund
from staging.stg_order_lines
where
    row_status = 'current'
    and order_id_key not in (
        select headers.order_id_key
        from staging.stg_orders as headers
        where headers.row_status = 'current' and headers.order_id_key is not null
    )
group by order_id_key;

-- Order lines whose order belongs to another return source than they do: less for the one, more for the other.
create or replace temp table witness_moved_lines as
with lines as (
    select
        return_source as line_source,
        coalesce(
            (
                select min(headers.return_source)
                from staging.stg_orders as headers
                where headers.row_status = 'current' and headers.order_id_key = stg_order_lines.order_id_key
            ),
            min(return_source) over (partition by order_id_key)
        ) as order_source
    from staging.stg_order_lines
    where row_status = 'current' and return_source is not null
)

select
    order_source as source,
    count(*) as moved
from lines
where order_source <> line_source
group by order_source
union all
select
    line_source as source,
    -count(*) as moved
from lines
where order_source <> line_source
group by line_source;

-- Every return that staging holds, by source and local month: current returns; current orders of a return source that
-- are no refunds, and orders that only lines name. A source that says nothing of refunds writes them as
-- negative amounts or quantities.
insert into witness_returns
select
    cast(row_key as varchar) as return_key,
    coalesce(return_source, contract) as source,
    local_month(returned_at) as month,
    returned_at
from staging.stg_returns
where row_status = 'current'
union all
select
    cast(row_key as varchar) as return_key,
    return_source as source,
    local_month(ordered_at) as month,
    ordered_at as returned_at
from staging.stg_orders
where
    row_status = 'current'
    and return_source is not null
    and coalesce(kind, case when amount < 0 then 'refund' else 'order' end) = 'order'
union all
select
    order_key as return_key,
    return_source as source,
    local_month(ordered_at) as month,
    ordered_at as returned_at
from witness_orders_of_lines
where return_source is not null and not is_refund;

-- Every month of every source's life: from its declared beginning, else its first sighting, to its declared end, else
-- the workspace's as_of; and any month that its records name.
create or replace temp table witness_months as
with lives as (
    select
        sources.return_source as source,
        coalesce(sources.declared_from, min(local_date(sightings.exported_at))) as begins_on,
        least(sources.declared_until, max(local_date(run.as_of))) as ends_on
    from landing.return_sources as sources
    cross join landing.run as run
    left join landing.sightings as sightings
        on sources.contract = sightings.contract and not sightings.is_withdrawn
    group by sources.return_source, sources.contract, sources.declared_from, sources.declared_until
)

select
    source,
    cast(unnest(generate_series(date_trunc('month', begins_on), ends_on, interval 1 month)) as date) as month
from lives
where begins_on <= ends_on
union
select
    coalesce(source, '(none)') as source,
    month
from witness_returns;

-- The returns that fct_returns tells, with their local months.
create or replace temp table witness_told_returns as
select
    return_key,
    source,
    local_month(returned_at) as month,
    returned_at,
    origin,
    is_referral,
    contact_key is null and account_key is null as is_of_nobody
from marts.fct_returns;
