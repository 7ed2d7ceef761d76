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
        cast(
            case when {{ bears_cost('kinds') }} then costs.cost_per_touch * outflows.touches end
            + case when outflows.outflow_key = costs.last_outflow_key then costs.left_over else 0 end as decimal(18, 6)
        ) as cost,

        kinds.is_received,
        outflows.sent_is_date_only,

        outflows.sent_on,
        outflows.sent_at
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    left join {{ ref('int_outflow_costs__spread') }} as costs
        on
            kinds.channel_number = costs.channel_number
            and coalesce(kinds.targeting_number, 0) = costs.targeting_number
            and coalesce(outflows.campaign_id_key, 0) = costs.campaign_number
            and {{ month_of('outflows.sent_on') }} = costs.month

)

select * from outflows
