-- Read from landing, as the domains are: no fact needs to repeat the name of its campaign.
{% set sources = {
    'outflows': ['campaign_name', 'channel', 'targeting'],
    'costs': ['campaign_name', 'channel'],
    'engagements': [],
    'deals': [],
} %}

with

seen as (

    {% for entity, known in sources.items() %}
    select
        campaign_id_key,
        max(campaign_id) as campaign_id,
        {% for column in ['campaign_name', 'channel', 'targeting'] %}
        {{ 'max(' ~ column ~ ')' if column in known else 'cast(null as varchar)' }} as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ source('landing', entity) }}
    where campaign_id_key is not null
    group by campaign_id_key
    {% if not loop.last %}union all{% endif %}
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
