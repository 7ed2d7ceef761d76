{{ config(materialized='view', post_hook=[comment_on_custom('credit'), comment_on_custom('revenue')]) }}
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
-- A path without touchpoint has one row. A remainder stands for all places up to the last one that it holds.
extended as (

    select
        *,
        greatest(touchpoints, 1) as path_length,
        position = 2 and touchpoints > {{ most_touchpoints() }} as is_remainder,
        case
            when position = 2 and touchpoints > {{ most_touchpoints() }}
                then touchpoints - {{ most_touchpoints() | int - 1 }}
            else position
        end as until_position
    from {{ ref('int_touchpoints__condensed') }}

),

located as (

    select
        *,
        {{ places_of_a_path() }}
    from extended

),

counted as (

    select
        *,
        {% for model in shared_models() %}
        {{ counted_between(model) }},
        {% endfor %}
        cast(1000000000 as bigint) as all_billionths
    from located

),

weighed as (

    select
        *,
        {% for model in shared_models() %}
        {{ path_weight(model) }} as weight_{{ model }},
        {% endfor %}
        cast(revenue * 100 as bigint) as all_cents
    from counted

),

touchpoints as (

    select
        {{ conversion_type_of('weighed.path_key') }} as conversion_type,
        {{ public_key('weighed.conversion_key') }} as conversion_key,
        {{ scope_of('weighed.path_key') }} as scope,
        cast(weighed.position as bigint) as position,

        {{ public_key('weighed.outflow_key') }} as outflow_key,
        {{ public_key('weighed.account_key') }} as account_key,
        {{ public_key('weighed.campaign_id_key') }} as campaign_key,

        case
            when weighed.touchpoints = 0 then '(none)'
            when weighed.is_remainder then '(remainder)'
            else channels.channel
        end as channel,
        targetings.targeting,

        cast(weighed.touchpoints as bigint) as touchpoints,
        weighed.touches,
        weighed.revenue,
        {% for model in weighted_models() %}
        {{ billionths(weighted_part(model, 'all_billionths')) }} as credit_{{ model }},
        {% endfor %}
        weighed.credit_time_decay,
        {% for model in weighted_models() %}
        {{ cents(weighted_part(model, 'all_cents')) }} as revenue_{{ model }},
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
