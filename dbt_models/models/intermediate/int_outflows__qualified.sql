{{ config(materialized='view') }}
-- The outflows with what their kind says in words. Whoever reads few columns pays for few.
with

qualified as (

    select
        outflows.outflow_key,
        outflows.outflow_id_key,
        outflows.contact_key,
        outflows.account_key,
        outflows.campaign_id_key,
        kinds.channel_number,
        kinds.targeting_number,
        kinds.channel,
        kinds.level,
        kinds.purpose,
        kinds.targeting,
        kinds.contract,
        outflows.touches,
        kinds.not_received_reason,
        outflows.sent_is_date_only,
        outflows.sent_on,
        outflows.sent_at,
        {{ latest_instant('outflows.sent_at', 'outflows.sent_is_date_only') }} as latest_at,
        kinds.is_received,
        kinds.is_touch
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number

)

select * from qualified
