with

-- Touchpoints are read once, models and bases are taken from their sums.
summed as (

    select
        scope,
        conversion_type,
        -- What no outflow explains has no month of sending: it stays in the month of the conversion.
        {{ month_of('coalesce(sent_on, converted_on)') }} as sent_month,
        {{ month_of('converted_on') }} as converted_month,
        channel,
        campaign_key,
        {% for model in rule_models() %}
        sum(credit_{{ model }}) as credit_{{ model }},
        sum(revenue_{{ model }}) as revenue_{{ model }},
        {% endfor %}
        targeting
    from {{ ref('attribution_touchpoints') }}
    group by
        scope,
        conversion_type,
        {{ month_of('coalesce(sent_on, converted_on)') }},
        {{ month_of('converted_on') }},
        channel,
        campaign_key,
        targeting

),

unpivoted as (

    {% for model in rule_models() %}
    {% for basis in ['sent', 'converted'] %}
    select
        '{{ model }}' as model,
        scope,
        conversion_type,
        '{{ basis }}' as month_basis,
        {{ basis }}_month as month,
        channel,
        campaign_key,
        targeting,
        sum(credit_{{ model }}) as conversions,
        sum(revenue_{{ model }}) as revenue
    from summed
    group by scope, conversion_type, {{ basis }}_month, channel, campaign_key, targeting
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

summary as (

    select
        unpivoted.model,
        unpivoted.scope,
        cast({{ var('lookback_days') }} as integer) as lookback_days,
        unpivoted.conversion_type,
        unpivoted.month_basis,
        unpivoted.month,
        unpivoted.channel,
        unpivoted.campaign_key,
        unpivoted.targeting,

        cast(unpivoted.conversions as decimal(28, 9)) as conversions,
        cast(unpivoted.revenue as decimal(28, 2)) as revenue,
        cast(null as decimal(28, 2)) as cost,
        cast(null as decimal(28, 2)) as cost_per_conversion,
        cast(null as decimal(28, 6)) as return_on_spend,

        -- A month of sending is mature when its last outflow's lookback is over, a month of conversions when it is.
        {{ start_of_local_day(month_of('unpivoted.month + 31')) }}
        + case when unpivoted.month_basis = 'sent' then interval {{ var('lookback_days') }} day else interval 0 day end
        <= run.as_of as is_mature
    from unpivoted
    cross join {{ source('landing', 'run') }} as run

)

select * from summary
