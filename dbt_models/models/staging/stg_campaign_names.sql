-- Read from landing, as the domains are: no fact needs to repeat the name of its campaign.
with

seen as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        max(targeting) as targeting
    from {{ source('landing', 'outflows') }}
    where campaign_id_key is not null
    group by campaign_id_key

    union all

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        cast(null as string) as targeting
    from {{ source('landing', 'costs') }}
    where campaign_id_key is not null
    group by campaign_id_key

    {% for entity in ['engagements', 'deals'] %}
    union all

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        cast(null as string) as campaign_name,
        cast(null as string) as channel,
        cast(null as string) as targeting
    from {{ source('landing', entity) }}
    where campaign_id_key is not null
    group by campaign_id_key
    {% endfor %}

),

named as (

    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        max(targeting) as targeting
    from seen
    group by campaign_id_key

)

select * from named
