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
        {% for model in rule_models() %}
        cast(sum(share_{{ model }}) as bigint) as share_{{ model }},
        cast(sum(cents_{{ model }}) as bigint) as cents_{{ model }},
        {% endfor %}
        2 as position,
        max(touchpoints) as touchpoints,
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
        coalesce(paths.touches, 0) as touches,
        windowed.revenue,
        {% for model in rule_models() %}
        {{ billionths('coalesce(paths.share_' ~ model ~ ', 1000000000)') }} as credit_{{ model }},
        {% endfor %}
        {% for model in rule_models() %}
        case
            when paths.path_key is null then windowed.revenue
            else {{ cents('paths.cents_' ~ model) }}
        end as revenue_{{ model }},
        {% endfor %}

        paths.sent_on,
        windowed.converted_on,
        windowed.converted_at
    from {{ ref('int_conversions__windowed') }} as windowed
    left join rows_of_paths as paths
        on windowed.path_key = paths.path_key

)

select * from condensed
