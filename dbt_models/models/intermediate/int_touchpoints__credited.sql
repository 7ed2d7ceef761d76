{{ config(materialized='view') }}
-- The path to each conversion in order, the places on it that models weigh, and what time decay gives to each of its
-- touchpoints, in whole billionths of the conversion and whole cents of its revenue. The other models are worked out
-- from the places where they are read. Touchpoints are sorted once; what a path holds is added up beside.
with

placed as (

    select
        *,
        row_number() over (
            partition by path_key
            order by
                first_at asc nulls last, last_at asc nulls last, coalesce(outflow_key, account_key) asc nulls last,
                campaign_id_key asc nulls last, channel_number asc nulls last
        ) as position,
        count(*) over (partition by path_key) as touchpoints,
        min(age_days) over (partition by path_key) as youngest_age_days
    from {{ ref('int_touchpoints__reached') }}

),

weighed_paths as (

    select
        path_key,
        sum({{ decayed_weight('age_days', 'youngest_age_days') }}) as path_weight
    from placed
    group by path_key

),

{% set weight = decayed_weight('placed.age_days', 'placed.youngest_age_days') %}
decayed as (

    select
        placed.*,
        windowed.revenue,
        {{ decayed_share(weight, 'weighed_paths.path_weight') }} as decayed_share,
        {{ cents_of('windowed.revenue', decayed_share(weight, 'weighed_paths.path_weight')) }} as decayed_cents
    from placed
    inner join weighed_paths
        on placed.path_key = weighed_paths.path_key
    inner join {{ ref('int_conversions__windowed') }} as windowed
        on placed.path_key = windowed.path_key

),

{% set brands = brand_channels() %}
summed_paths as (

    select
        decayed.path_key,
        max(decayed.revenue) as revenue,
        sum(decayed.decayed_share) as decayed_share,
        sum(decayed.decayed_cents) as decayed_cents,
        {% if brands %}
        max(case when brand_channels.channel_number is null then decayed.position end) as non_brand_position
        {% else %}
        cast(null as integer) as non_brand_position
        {% endif %}
    from decayed
    {% if brands %}
    left join (
        select channel_number
        from {{ ref('int_outflow_kinds__numbered') }}
        where channel in ({{ brands | join(', ') }})
        group by channel_number
    ) as brand_channels
        on decayed.channel_number = brand_channels.channel_number
    {% endif %}
    group by decayed.path_key

),

-- The touchpoint at which a lead or an opportunity was created is the last one before.
staged_paths as (

    select
        placed.path_key,
        sum(case when placed.first_at < preceded.lead_at then 1 else 0 end) as lead_position,
        sum(case when placed.first_at < preceded.opportunity_at then 1 else 0 end) as opportunity_position
    from placed
    inner join {{ ref('int_conversions__preceded') }} as preceded
        on placed.path_key = preceded.path_key
    group by placed.path_key

),

credited as (

    select
        decayed.path_key,
        {% for what, whole in [('share', '1000000000'), ('cents', 'cast(summed_paths.revenue * 100 as bigint)')] %}
        decayed.decayed_{{ what }} + case
            when decayed.position < decayed.touchpoints then 0
            else {{ whole }} - cast(summed_paths.decayed_{{ what }} as bigint)
        end as {{ what }}_time_decay,
        {% endfor %}
        decayed.position,
        decayed.touchpoints,
        nullif(staged_paths.lead_position, 0) as lead_position,
        nullif(staged_paths.opportunity_position, 0) as opportunity_position,
        summed_paths.non_brand_position,
        decayed.outflow_key,
        decayed.account_key,
        decayed.campaign_id_key,
        decayed.channel_number,
        decayed.targeting_number,
        decayed.sent_on,
        decayed.touches
    from decayed
    inner join summed_paths
        on decayed.path_key = summed_paths.path_key
    left join staged_paths
        on decayed.path_key = staged_paths.path_key

)

select * from credited
