with

listed as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        max(targeting) as targeting,
        max(recipients) as recipients,
        min(started_at) as started_at
    from {{ ref('stg_campaigns') }}
    where row_status = 'current' and campaign_id_key is not null
    group by campaign_id_key

),

sent as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        max(targeting) as targeting,
        min(sent_at) as first_outflow_at,
        max(sent_at) as last_outflow_at
    from {{ ref('stg_outflows') }}
    where row_status = 'current' and campaign_id_key is not null
    group by campaign_id_key

),

charged as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel
    from {{ ref('stg_costs') }}
    where row_status = 'current' and campaign_id_key is not null
    group by campaign_id_key

),

clicked as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id
    from {{ ref('stg_engagements') }}
    where row_status = 'current' and campaign_id_key is not null
    group by campaign_id_key

),

answered as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id
    from {{ ref('stg_deals') }}
    where row_status = 'current' and campaign_id_key is not null
    group by campaign_id_key

),

named as (

    select campaign_id_key from listed
    union
    select campaign_id_key from sent
    union
    select campaign_id_key from charged
    union
    select campaign_id_key from clicked
    union
    select campaign_id_key from answered

),

campaigns as (

    select
        {{ public_key('named.campaign_id_key') }} as campaign_key,
        coalesce(
            listed.campaign_id, sent.campaign_id, charged.campaign_id, clicked.campaign_id, answered.campaign_id
        ) as campaign_id,
        coalesce(listed.campaign_name, sent.campaign_name, charged.campaign_name) as campaign_name,
        coalesce(listed.channel, sent.channel, charged.channel) as channel,
        coalesce(listed.targeting, sent.targeting) as targeting,
        listed.recipients,
        listed.campaign_id_key is not null as has_record,
        listed.started_at,
        sent.first_outflow_at,
        sent.last_outflow_at
    from named
    left join listed
        on named.campaign_id_key = listed.campaign_id_key
    left join sent
        on named.campaign_id_key = sent.campaign_id_key
    left join charged
        on named.campaign_id_key = charged.campaign_id_key
    left join clicked
        on named.campaign_id_key = clicked.campaign_id_key
    left join answered
        on named.campaign_id_key = answered.campaign_id_key

)

select * from campaigns
