{{ config(materialized='view') }}
-- Each touchpoint with what its path adds up to, and what time decay gives to it in whole billionths of the conversion
-- and whole cents of its revenue; a path without any has one row with everything. The other models are worked out from
-- the places where they are read. In an increment only those of changed paths.
with

credited as (

    select
        windowed.path_key,
        windowed.conversion_key,
        cast(1 as integer) as position,
        cast(0 as integer) as touchpoints,
        cast(null as integer) as lead_position,
        cast(null as integer) as opportunity_position,
        cast(null as integer) as non_brand_position,
        cast(null as bigint) as outflow_key,
        cast(null as bigint) as account_key,
        cast(null as bigint) as campaign_id_key,
        cast(null as integer) as channel_number,
        cast(null as integer) as targeting_number,
        cast(0 as bigint) as touches,
        windowed.revenue,
        cast(1000000000 as bigint) as share_time_decay,
        cast(windowed.revenue * 100 as bigint) as cents_time_decay,
        cast(null as date) as sent_on,
        windowed.converted_on,
        windowed.converted_at
    from {{ ref('int_conversions__windowed') }} as windowed
    left join {{ ref('int_paths__summed') }} as paths
        on windowed.path_key = paths.path_key
    where paths.path_key is null and {{ only_changed('windowed.path_key', 'int_paths__changed') }}

    union all

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
    where {{ only_changed('placed.path_key', 'int_paths__changed') }}

)

select * from credited
