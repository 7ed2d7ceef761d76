{{ config(materialized='view') }}
with

{% for word in ['channel', 'targeting'] %}
{{ word }}s as (

    select
        {{ word }}_number,
        max({{ word }}) as {{ word }}
    from {{ ref('int_outflow_kinds__numbered') }}
    group by {{ word }}_number

),

{% endfor %}
touchpoints as (

    select
        {{ conversion_type_of('condensed.path_key') }} as conversion_type,
        {{ public_key('condensed.conversion_key') }} as conversion_key,
        {{ scope_of('condensed.path_key') }} as scope,
        cast(condensed.position as bigint) as position,

        {{ public_key('condensed.outflow_key') }} as outflow_key,
        {{ public_key('condensed.account_key') }} as account_key,
        {{ public_key('condensed.campaign_id_key') }} as campaign_key,

        -- A path without touchpoint has one row: what no outflow explains.
        case
            when condensed.touchpoints = 0 then '(none)'
            when condensed.position = 2 and condensed.touchpoints > {{ most_touchpoints() }} then '(remainder)'
            else channels.channel
        end as channel,
        targetings.targeting,

        cast(condensed.touchpoints as bigint) as touchpoints,
        condensed.touches,
        condensed.revenue,
        {% for model in rule_models() %}
        condensed.credit_{{ model }},
        {% endfor %}
        {% for model in rule_models() %}
        condensed.revenue_{{ model }},
        {% endfor %}

        condensed.sent_on,
        condensed.converted_on,
        condensed.converted_at
    from {{ ref('int_touchpoints__condensed') }} as condensed
    left join channels
        on condensed.channel_number = channels.channel_number
    left join targetings
        on condensed.targeting_number = targetings.targeting_number

)

select * from touchpoints
