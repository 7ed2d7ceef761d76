{{ config(database='marts', persist_docs={'relation': true, 'columns': true}) }}
-- The touchpoints as they are kept, in integers, dates and decimals: of a very long path the first and the latest ones,
-- and one row of the rest; of a path without any, one row with everything. They stand in the file of the marts, because
-- the public table `attribution_touchpoints` is a view of them.
with

credited as (

    select * from {{ ref('int_touchpoints__credited') }}

),

rows_of_paths as (

    select *
    from credited
    where position = 1 or position > touchpoints - {{ most_touchpoints() | int - 1 }}

    union all

    select
        path_key,
        cast(sum(share_time_decay) as bigint) as share_time_decay,
        cast(sum(cents_time_decay) as bigint) as cents_time_decay,
        2 as position,
        max(touchpoints) as touchpoints,
        max(lead_position) as lead_position,
        max(opportunity_position) as opportunity_position,
        max(non_brand_position) as non_brand_position,
        cast(null as bigint) as outflow_key,
        cast(null as bigint) as account_key,
        cast(null as bigint) as campaign_id_key,
        cast(null as integer) as channel_number,
        cast(null as integer) as targeting_number,
        min(sent_on) as sent_on,
        cast(sum(touches) as bigint) as touches
    from credited
    where position > 1 and position <= touchpoints - {{ most_touchpoints() | int - 1 }}
    group by path_key

),

condensed as (

    select
        windowed.path_key,
        windowed.conversion_key,
        cast(coalesce(paths.position, 1) as integer) as position,

        paths.outflow_key,
        paths.account_key,
        paths.campaign_id_key,
        paths.channel_number,
        paths.targeting_number,

        cast(coalesce(paths.touchpoints, 0) as integer) as touchpoints,
        cast(paths.lead_position as integer) as lead_position,
        cast(paths.opportunity_position as integer) as opportunity_position,
        cast(paths.non_brand_position as integer) as non_brand_position,
        coalesce(paths.touches, 0) as touches,
        windowed.revenue,
        {{ billionths('coalesce(paths.share_time_decay, 1000000000)') }} as credit_time_decay,
        case
            when paths.path_key is null then windowed.revenue
            else {{ cents('paths.cents_time_decay') }}
        end as revenue_time_decay,

        paths.sent_on,
        windowed.converted_on,
        windowed.converted_at
    from {{ ref('int_conversions__windowed') }} as windowed
    left join rows_of_paths as paths
        on windowed.path_key = paths.path_key

)

select * from condensed
