{{ config(
    database='marts', persist_docs={'relation': true, 'columns': true},
    **mended_by('path_key', 'int_paths__changed')
) }}
-- The touchpoints as they are kept, in integers, dates and decimals: of a very long path the first and the latest ones,
-- and one row of the rest; of a path without any, one row with everything. They stand in the file of the marts, because
-- the public table `attribution_touchpoints` is a view of them.
{% set latest = 'touchpoints - ' ~ (most_touchpoints() | int - 1) %}
with

kept as (

    select
        path_key,
        position,
        outflow_key,
        account_key,
        campaign_id_key,
        channel_number,
        targeting_number,
        touches,
        share_time_decay,
        cents_time_decay,
        sent_on,
        conversion_key,
        touchpoints,
        lead_position,
        opportunity_position,
        non_brand_position,
        revenue,
        converted_on,
        converted_at
    from {{ ref('int_touchpoints__credited') }}
    where position = 1 or position > {{ latest }}

    union all

    select
        path_key,
        cast(2 as integer) as position,
        cast(null as bigint) as outflow_key,
        cast(null as bigint) as account_key,
        cast(null as bigint) as campaign_id_key,
        cast(null as integer) as channel_number,
        cast(null as integer) as targeting_number,
        cast(sum(touches) as bigint) as touches,
        cast(sum(share_time_decay) as bigint) as share_time_decay,
        cast(sum(cents_time_decay) as bigint) as cents_time_decay,
        min(sent_on) as sent_on,
        max(conversion_key) as conversion_key,
        max(touchpoints) as touchpoints,
        max(lead_position) as lead_position,
        max(opportunity_position) as opportunity_position,
        max(non_brand_position) as non_brand_position,
        max(revenue) as revenue,
        max(converted_on) as converted_on,
        max(converted_at) as converted_at
    from {{ ref('int_touchpoints__credited') }}
    where touchpoints > {{ most_touchpoints() }} and position > 1 and position <= {{ latest }}
    group by path_key

),

condensed as (

    select
        path_key,
        conversion_key,
        position,

        outflow_key,
        account_key,
        campaign_id_key,
        channel_number,
        targeting_number,

        touchpoints,
        lead_position,
        opportunity_position,
        non_brand_position,
        touches,
        revenue,
        {{ billionths('share_time_decay') }} as credit_time_decay,
        {{ cents('cents_time_decay') }} as revenue_time_decay,

        sent_on,
        converted_on,
        converted_at
    from kept

)

select * from condensed
