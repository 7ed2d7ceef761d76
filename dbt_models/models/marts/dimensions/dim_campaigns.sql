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
        min(sent_at) as first_outflow_at,
        max(sent_at) as last_outflow_at
    from {{ ref('int_outflows__qualified') }}
    where campaign_id_key is not null
    group by campaign_id_key

),

campaigns as (

    select
        {{ public_key('coalesce(listed.campaign_id_key, named.campaign_id_key)') }} as campaign_key,
        coalesce(listed.campaign_id, named.campaign_id) as campaign_id,
        coalesce(listed.campaign_name, named.campaign_name) as campaign_name,
        coalesce(listed.channel, named.channel) as channel,
        coalesce(listed.targeting, named.targeting) as targeting,
        listed.recipients,
        listed.campaign_id_key is not null as has_record,
        listed.started_at,
        sent.first_outflow_at,
        sent.last_outflow_at
    from listed
    full outer join {{ ref('stg_campaign_names') }} as named
        on listed.campaign_id_key = named.campaign_id_key
    left join sent
        on coalesce(listed.campaign_id_key, named.campaign_id_key) = sent.campaign_id_key

)

select * from campaigns
