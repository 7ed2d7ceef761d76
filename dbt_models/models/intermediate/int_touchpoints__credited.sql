-- The path to each conversion in order, and what each model gives to each of its touchpoints, in whole billionths of
-- the conversion and whole cents of its revenue.
with

placed as (

    select
        *,
        row_number() over (
            partition by path_key
            order by
                first_at asc nulls last, last_at asc nulls last, outflow_key asc nulls last,
                account_key asc nulls last, campaign_id_key asc nulls last, channel asc nulls last
        ) as position,
        count(*) over (partition by path_key) as touchpoints,
        min(age_days) over (partition by path_key) as youngest_age_days
    from {{ ref('int_touchpoints__reached') }}

),

weighed as (

    select
        *,
        {{ decayed_weight('age_days', 'youngest_age_days') }} as weight
    from placed

),

summed as (

    select
        *,
        sum(weight) over (partition by path_key) as path_weight
    from weighed

),

shared as (

    select
        summed.*,
        {% for model in rule_models() %}
        {{ rule_share(model) }} as share_{{ model }},
        {% endfor %}
        windowed.revenue
    from summed
    inner join {{ ref('int_conversions__windowed') }} as windowed
        on summed.path_key = windowed.path_key

),

priced as (

    select
        {% for model in rule_models() %}
        {{ cents_of('revenue', 'share_' ~ model) }} as cents_{{ model }},
        {% endfor %}
        *
    from shared

),

-- What rounding down leaves of each path, for its last touchpoint.
left_over as (

    select
        path_key,
        {% for model in rule_models() %}
        1000000000 - sum(share_{{ model }}) as share_{{ model }},
        cast(max(revenue) * 100 as bigint) - sum(cents_{{ model }}) as cents_{{ model }},
        {% endfor %}
        max(touchpoints) as last_position
    from priced
    group by path_key

),

credited as (

    select
        priced.path_key,
        {% for model in rule_models() %}
        cast(priced.share_{{ model }} + coalesce(left_over.share_{{ model }}, 0) as bigint) as share_{{ model }},
        cast(priced.cents_{{ model }} + coalesce(left_over.cents_{{ model }}, 0) as bigint) as cents_{{ model }},
        {% endfor %}
        priced.position,
        priced.touchpoints,
        priced.outflow_key,
        priced.account_key,
        priced.campaign_id_key,
        priced.channel,
        priced.targeting,
        priced.sent_on,
        priced.touches
    from priced
    left join left_over
        on priced.path_key = left_over.path_key and priced.position = left_over.last_position

)

select * from credited
