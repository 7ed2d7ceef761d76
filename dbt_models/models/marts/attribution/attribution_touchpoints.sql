{{ config(materialized='view', post_hook=[comment_on_custom('credit'), comment_on_custom('revenue')]) }}
with

{{ words_of_kinds(['channel', 'targeting']) }},


{{ weighed_touchpoints() }},

touchpoints as (

    select
        {{ conversion_type_of('weighed.path_key') }} as conversion_type,
        {{ public_key('weighed.conversion_key') }} as conversion_key,
        {{ scope_of('weighed.path_key') }} as scope,
        cast(weighed.position as bigint) as position,

        {{ public_key('weighed.outflow_key') }} as outflow_key,
        {{ public_key('weighed.account_key') }} as account_key,
        {{ public_key('weighed.campaign_id_key') }} as campaign_key,

        coalesce(weighed.no_channel, channels.channel) as channel,
        targetings.targeting,

        cast(weighed.touchpoints as bigint) as touchpoints,
        weighed.touches,
        weighed.revenue,
        {% for model in weighted_models() %}
        {{ billionths(weighted_part(model, 'billionths')) }} as credit_{{ model }},
        {% endfor %}
        weighed.credit_time_decay,
        {% for model in weighted_models() %}
        {{ cents(weighted_part(model, 'cents')) }} as revenue_{{ model }},
        {% endfor %}
        weighed.revenue_time_decay,

        weighed.sent_on,
        weighed.converted_on,
        weighed.converted_at
    from weighed
    left join channels
        on weighed.channel_number = channels.channel_number
    left join targetings
        on weighed.targeting_number = targetings.targeting_number

)

select * from touchpoints
