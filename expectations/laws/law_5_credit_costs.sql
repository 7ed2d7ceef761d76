-- What was spent is borne by outflows, or by none, to the cent; and every model and type of the summary holds it once.
with totals as (
    select coalesce(sum(amount_reporting), 0) as spent
    from marts.fct_costs
),

summed as (
    select
        conversion_type,
        scope,
        model,
        coalesce(sum(cost), 0) as cost
    from marts.attribution_summary
    where month_basis = 'sent'
    group by conversion_type, scope, model
)

select
    '(all)' as source,
    'outflows' as period,
    totals.spent as expected,
    (select coalesce(sum(cost), 0) from marts.fct_outflows)
    + (
        select coalesce(sum(cost), 0)
        from marts.intermediate.int_outflow_costs__spread
        where channel_number is null
    ) as found,
    cast(null as varchar) as first_keys
from totals
union all
select
    summed.conversion_type as source,
    summed.scope || ' ' || summed.model as period,
    totals.spent as expected,
    summed.cost as found,
    cast(null as varchar) as first_keys
from summed
cross join totals
