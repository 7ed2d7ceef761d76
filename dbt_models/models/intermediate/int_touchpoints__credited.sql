{{ config(materialized='view') }}
-- Each touchpoint with what its path adds up to, and what time decay gives to it in whole billionths of the conversion
-- and whole cents of its revenue. The other models are worked out from the places where they are read.
with

credited as (

    {% set share = decayed_share('placed.decayed_weight', 'paths.path_weight') %}
    {% set is_last = 'placed.position = placed.touchpoints' %}
    select
        placed.path_key,
        paths.conversion_key,
        placed.position,
        placed.touchpoints,
        paths.lead_position,
        paths.opportunity_position,
        paths.non_brand_position,
        placed.outflow_key,
        placed.account_key,
        placed.campaign_id_key,
        placed.channel_number,
        placed.targeting_number,
        placed.touches,
        paths.revenue,
        {{ share }} + case when {{ is_last }} then paths.share_left else 0 end as share_time_decay,
        {{ cents_of('paths.revenue', share) }} + case when {{ is_last }} then paths.cents_left else 0 end
            as cents_time_decay,
        placed.sent_on,
        paths.converted_on,
        paths.converted_at
    from {{ ref('int_touchpoints__placed') }} as placed
    inner join {{ ref('int_paths__summed') }} as paths
        on placed.path_key = paths.path_key

)

select * from credited
