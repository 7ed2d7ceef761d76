with

deals as (

    {{ resolve_party(ref('stg_deals')) }}

),

identified as (

    select
        deals.row_key as deal_key,
        deals.deal_id_key,
        coalesce(deals.contact_key, linked.contact_key) as contact_key,
        coalesce(deals.account_key, linked.account_key) as account_key,
        deals.campaign_id_key,

        deals.deal_id,
        deals.stage,
        deals.pipeline,
        deals.status,
        deals.deal_type,
        deals.lost_reason,
        deals.lost_to,
        deals.compelling_event,
        deals.currency,
        deals.contract,

        deals.probability,
        deals.amount,
        {{ in_reporting_currency('deals.amount', 'deals.currency', 'rates.rate') }} as amount_reporting,

        deals.created_is_date_only,
        deals.is_gone_at_source,

        deals.compelling_event_on,
        deals.expected_close_on,
        deals.created_at,
        -- A CRM with one date shows the day on which an open deal is expected to close.
        case when deals.status = 'open' then null else deals.closed_at end as closed_at
    from deals
    left join {{ ref('int_things__represented') }} as linked
        on deals.deal_id_key = linked.thing_key
    {{ join_rate_of('deals', 'created_at') }}

)

select * from identified
