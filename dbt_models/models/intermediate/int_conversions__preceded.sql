-- When the lead and the opportunity behind a conversion were created, as far as sources link them: a return becomes a
-- deal, a deal becomes an order. Conversions without such a link before them have no row.
with

-- The first order that names the deal.
deal_orders as (

    select
        deal_id_key,
        min(order_key) as order_key
    from {{ ref('int_orders__unioned') }}
    where deal_id_key is not null and kind = 'order'
    group by deal_id_key

),

-- An order that is a return became itself: it has no lead before it.
leads as (

    select
        becomes_key,
        min(earliest_at) as lead_at
    from {{ ref('int_returns__unioned') }}
    where becomes_key is not null and becomes_key <> return_key
    group by becomes_key

),

deals as (

    select
        deals.deal_key,
        deals.deal_id_key,
        deals.status,
        deals.closed_at,
        leads.lead_at,
        {{ earliest_instant('deals.created_at', 'deals.created_is_date_only') }} as opportunity_at
    from {{ ref('int_deals__identified') }} as deals
    left join leads
        on deals.deal_key = leads.becomes_key

),

preceded as (

    select
        'opportunity' as conversion_type,
        deal_key as conversion_key,
        lead_at,
        opportunity_at
    from deals
    where opportunity_at is not null

    union all

    select
        'won_deal' as conversion_type,
        deal_key as conversion_key,
        lead_at,
        opportunity_at
    from deals
    where status = 'won' and closed_at is not null and coalesce(lead_at, opportunity_at) is not null

    union all

    select
        'order' as conversion_type,
        deal_orders.order_key as conversion_key,
        min(deals.lead_at) as lead_at,
        min(deals.opportunity_at) as opportunity_at
    from deals
    inner join deal_orders
        on deals.deal_id_key = deal_orders.deal_id_key
    where coalesce(deals.lead_at, deals.opportunity_at) is not null
    group by deal_orders.order_key

),

keyed as (

    select
        {{ path_key_of('conversion_key', 'conversion_type') }} as path_key,
        lead_at,
        opportunity_at
    from preceded

),

scoped as (

    select * from keyed

    union all

    select
        path_key + 1 as path_key,
        lead_at,
        opportunity_at
    from keyed

)

select * from scoped
