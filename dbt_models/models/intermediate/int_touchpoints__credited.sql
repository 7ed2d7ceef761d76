{{ config(materialized='view') }}
-- The path to each conversion in order, and what each model gives to each of its touchpoints, in whole billionths of
-- the conversion and whole cents of its revenue. Touchpoints are sorted once; what a path holds is added up beside.
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

summed_paths as (

    select
        path_key,
        max(touchpoints) as touchpoints,
        max(revenue) as revenue,
        sum(decayed_share) as decayed_share,
        sum(decayed_cents) as decayed_cents
    from decayed
    group by path_key

),

divided_paths as (

    select
        path_key,
        {% for model in rule_models() %}
        {{ divided_path(model) }},
        {% endfor %}
        cast(revenue * 0 as bigint) as no_cents
    from summed_paths

),

credited as (

    select
        decayed.path_key,
        {% for model in rule_models() %}
        {{ credited('share', model, '0') }} as share_{{ model }},
        {{ credited('cents', model, 'no_cents') }} as cents_{{ model }},
        {% endfor %}
        decayed.position,
        decayed.touchpoints,
        decayed.outflow_key,
        decayed.account_key,
        decayed.campaign_id_key,
        decayed.channel_number,
        decayed.targeting_number,
        decayed.sent_on,
        decayed.touches
    from decayed
    inner join divided_paths
        on decayed.path_key = divided_paths.path_key

)

select * from credited
