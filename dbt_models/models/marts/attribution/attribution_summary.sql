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
        sum(revenue_{{ model }}) as revenue,
        cast(null as decimal(28, 6)) as cost
    from summed
    group by scope, conversion_type, {{ basis }}_month, channel, campaign_key, targeting
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

targetings as (

    select
        targeting_number,
        max(targeting) as targeting
    from {{ ref('int_outflow_kinds__numbered') }}
    group by targeting_number

),

-- What was spent in a month stands beside what its outflows brought, in every model, even where they brought nothing.
spent as (

    select
        kinds.model,
        kinds.scope,
        kinds.conversion_type,
        'sent' as month_basis,
        costs.month,
        costs.channel,
        {{ public_key('nullif(costs.campaign_number, 0)') }} as campaign_key,
        targetings.targeting,
        cast(0 as decimal(28, 9)) as conversions,
        case when kinds.has_revenue then cast(0 as decimal(28, 2)) end as revenue,
        costs.cost
    from {{ ref('int_outflow_costs__spread') }} as costs
    left join targetings
        on costs.targeting_number = targetings.targeting_number
    cross join (
        select
            model,
            scope,
            conversion_type,
            count(revenue) > 0 as has_revenue
        from unpivoted
        group by model, scope, conversion_type
    ) as kinds

),

added as (

    select
        model,
        scope,
        conversion_type,
        month_basis,
        month,
        channel,
        campaign_key,
        targeting,
        cast(sum(conversions) as decimal(28, 9)) as conversions,
        cast(sum(revenue) as decimal(28, 2)) as revenue,
        cast(sum(cost) as decimal(28, 6)) as cost
    from (
        select * from unpivoted
        union all
        select * from spent
    ) as both_sides
    group by model, scope, conversion_type, month_basis, month, channel, campaign_key, targeting

),

dated as (

    select
        added.*,
        -- A month of sending is mature when its last outflow's lookback is over, a month of conversions when it is.
        {{ start_of_local_day(month_of('added.month + 31')) }}
        + case when added.month_basis = 'sent' then interval {{ var('lookback_days') }} day else interval 0 day end
        <= run.as_of as is_mature
    from added
    cross join {{ source('landing', 'run') }} as run

),

summary as (

    select
        model,
        scope,
        cast({{ var('lookback_days') }} as integer) as lookback_days,
        conversion_type,
        month_basis,
        month,
        channel,
        campaign_key,
        targeting,
        conversions,
        revenue,
        cost,

        -- Judging a month's spend before its returns have come is the premature stop itself.
        case when is_mature then cast(cost / nullif(conversions, 0) as decimal(28, 2)) end as cost_per_conversion,
        case when is_mature then cast(revenue / nullif(cost, 0) as decimal(28, 6)) end as return_on_spend,
        is_mature
    from dated

),

channels as (

    select
        channel_number,
        max(channel) as channel
    from {{ ref('int_outflow_kinds__numbered') }}
    group by channel_number

),

-- Other lookbacks by channel, over all months.
compared as (

    select
        compared.model,
        {{ scope_of('compared.type_and_scope') }} as scope,
        cast(compared.lookback_days as integer) as lookback_days,
        {{ conversion_type_of('compared.type_and_scope') }} as conversion_type,
        cast(null as string) as month_basis,
        cast(null as date) as month,
        coalesce(compared.no_channel, channels.channel) as channel,
        cast(null as string) as campaign_key,
        cast(null as string) as targeting,
        cast(compared.billionths * cast(0.000000001 as decimal(9, 9)) as decimal(28, 9)) as conversions,
        cast(null as decimal(28, 2)) as revenue,
        cast(null as decimal(28, 6)) as cost,
        cast(null as decimal(28, 2)) as cost_per_conversion,
        cast(null as decimal(28, 6)) as return_on_spend,
        cast(null as boolean) as is_mature
    from {{ ref('int_lookbacks__compared') }} as compared
    left join channels
        on compared.channel_number = channels.channel_number

),

together as (

    select * from summary
    union all
    select * from compared

)

select * from together
