{%- set most_touchpoints = 200 -%}
with

-- The first touchpoint and the latest ones of a very long path keep rows of their own.
listed as (

    select *
    from {{ ref('int_touchpoints__credited') }}
    where position = 1 or position > touchpoints - {{ most_touchpoints - 1 }}

),

condensed as (

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
        '(remainder)' as channel,
        cast(null as varchar) as targeting,
        min(sent_on) as sent_on,
        cast(sum(touches) as bigint) as touches
    from {{ ref('int_touchpoints__credited') }}
    where position > 1 and position <= touchpoints - {{ most_touchpoints - 1 }}
    group by path_key

),

rows_of_paths as (

    select * from listed
    union all
    select * from condensed

),

touchpoints as (

    select
        windowed.conversion_type,
        {{ public_key('windowed.conversion_key') }} as conversion_key,
        windowed.scope,
        coalesce(paths.position, 1) as position,

        {{ public_key('paths.outflow_key') }} as outflow_key,
        {{ public_key('paths.account_key') }} as account_key,
        {{ public_key('paths.campaign_id_key') }} as campaign_key,

        -- A path without touchpoint has one row: what no outflow explains.
        case when paths.path_key is null then '(none)' else paths.channel end as channel,
        paths.targeting,

        coalesce(paths.touchpoints, 0) as touchpoints,
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

select * from touchpoints
