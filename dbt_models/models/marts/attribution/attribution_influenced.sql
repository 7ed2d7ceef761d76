with

-- A conversion is influenced once by whatever stands on its path, however often.
touched as (

    select
        path_key,
        channel_number,
        targeting_number,
        campaign_id_key,
        max(revenue) as revenue
    from {{ ref('int_touchpoints__condensed') }}
    where channel_number is not null
    group by path_key, channel_number, targeting_number, campaign_id_key

),

influenced as (

    {% for grain, keys in [
        ('channel', ['channel_number']),
        ('campaign', ['campaign_id_key']),
        ('channel_targeting', ['channel_number', 'targeting_number']),
    ] %}
    select
        '{{ grain }}' as grain,
        path_key,
        {{ 'channel_number' if 'channel_number' in keys else 'cast(null as integer) as channel_number' }},
        {{ 'targeting_number' if 'targeting_number' in keys else 'cast(null as integer) as targeting_number' }},
        {{ 'campaign_id_key' if 'campaign_id_key' in keys else 'cast(null as bigint) as campaign_id_key' }},
        max(revenue) as revenue
    from touched
    where {{ keys[0] }} is not null
    group by path_key, {{ keys | join(', ') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

counted as (

    select
        grain,
        path_key % 8 as type_and_scope,
        channel_number,
        targeting_number,
        campaign_id_key,
        count(*) as conversions,
        cast(sum(revenue) as decimal(28, 2)) as revenue
    from influenced
    group by grain, path_key % 8, channel_number, targeting_number, campaign_id_key

),

{% for word in ['channel', 'targeting'] %}
{{ word }}s as (

    select
        {{ word }}_number,
        max({{ word }}) as {{ word }}
    from {{ ref('int_outflow_kinds__numbered') }}
    group by {{ word }}_number

),

{% endfor %}
named as (

    select
        counted.grain,
        {{ scope_of('counted.type_and_scope') }} as scope,
        cast({{ var('lookback_days') }} as integer) as lookback_days,
        {{ conversion_type_of('counted.type_and_scope') }} as conversion_type,
        channels.channel,
        {{ public_key('counted.campaign_id_key') }} as campaign_key,
        targetings.targeting,
        counted.conversions as influenced_conversions,
        counted.revenue as influenced_revenue
    from counted
    left join channels
        on counted.channel_number = channels.channel_number
    left join targetings
        on counted.targeting_number = targetings.targeting_number

)

select * from named
