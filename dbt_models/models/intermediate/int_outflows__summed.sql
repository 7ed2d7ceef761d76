-- To how many recipients was sent by channel, targeting, campaign and month: what costs are divided among.
with

summed as (

    select
        kinds.channel,
        kinds.channel_number,
        coalesce(kinds.targeting_number, 0) as targeting_number,
        coalesce(outflows.campaign_id_key, 0) as campaign_number,
        {{ month_of('outflows.sent_on') }} as month,
        sum(outflows.touches) as touches,
        max(outflows.outflow_key) as last_outflow_key
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where {{ bears_cost('kinds') }} and outflows.touches > 0
    group by
        kinds.channel, kinds.channel_number, coalesce(kinds.targeting_number, 0),
        coalesce(outflows.campaign_id_key, 0), {{ month_of('outflows.sent_on') }}

)

select * from summed
