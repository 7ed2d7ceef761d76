{{ config(materialized='view') }}
-- Which outflows count: the purpose of each, whether it was received, and by whom. In an increment only those that may
-- be judged otherwise than before.
with

outflows as (

    {{ resolve_party("(
            select *
            from " ~ ref('stg_outflows') ~ "
            where " ~ only_changed('row_key', 'int_outflows__reopened', 'outflow_key') ~ "
        )") }}

),

levelled as (

    select
        *,
        coalesce(
            level,
            case
                when contact_key is not null then 'person'
                when account_key is not null then 'account'
                else 'audience'
            end
        ) as known_level
    from outflows

),

-- A report of a campaign counts its recipients again wherever the campaign has rows for persons or accounts.
audience_campaigns as (

    select campaign_id_key
    from {{ ref('stg_outflows') }}
    where row_status = 'current' and level = 'audience' and campaign_id_key is not null
    group by campaign_id_key

),

addressed_campaigns as (

    select stg_outflows.campaign_id_key
    from {{ ref('stg_outflows') }} as stg_outflows
    inner join audience_campaigns
        on stg_outflows.campaign_id_key = audience_campaigns.campaign_id_key
    where stg_outflows.row_status = 'current' and coalesce(stg_outflows.level, 'person') <> 'audience'
    group by stg_outflows.campaign_id_key

),

local_days as (

    {{ local_days(ref('stg_outflows'), 'sent_at') }}

),

judged as (

    select
        levelled.row_key as outflow_key,
        levelled.outflow_id_key,
        levelled.contact_key,
        levelled.account_key,
        levelled.campaign_id_key,
        levelled.channel,
        levelled.known_level as level,
        case
            when replying.outflow_key is not null then 'reply'
            else coalesce(levelled.purpose, 'marketing')
        end as purpose,
        levelled.targeting,
        levelled.contract,
        coalesce(levelled.touches, 1) as touches,
        case
            when levelled.status = 'failed' then 'failed'
            when bounced.outflow_key is not null then 'bounced'
            when levelled.known_level = 'audience' and addressed_campaigns.campaign_id_key is not null
                then 'counted_by_recipient'
        end as not_received_reason,
        levelled.sent_is_date_only,
        {{ local_date_by_day('levelled.sent_at') }} as sent_on,
        levelled.sent_at
    from levelled
    left join {{ ref('int_outflows__replying') }} as replying
        on levelled.row_key = replying.outflow_key
    left join {{ ref('int_outflows__bounced') }} as bounced
        on levelled.row_key = bounced.outflow_key
    left join addressed_campaigns
        on levelled.campaign_id_key = addressed_campaigns.campaign_id_key
    left join local_days
        on cast(levelled.sent_at as date) = local_days.utc_on

)

select * from judged
