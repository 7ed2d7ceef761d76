{{ config(materialized='view') }}
with

outflows as (

    select
        {{ public_key('outflows.outflow_key') }} as outflow_key,
        {{ public_key('outflows.contact_key') }} as contact_key,
        {{ public_key('outflows.account_key') }} as account_key,
        {{ public_key('outflows.campaign_id_key') }} as campaign_key,

        kinds.channel,
        kinds.level,
        kinds.purpose,
        kinds.targeting,
        kinds.not_received_reason,
        kinds.contract,

        outflows.touches,
        cast(null as decimal(18, 6)) as cost,

        kinds.is_received,
        outflows.sent_is_date_only,

        outflows.sent_on,
        outflows.sent_at
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number

)

select * from outflows
