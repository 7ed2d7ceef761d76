-- Credit of each rule model by month of sending and by month of conversion. What was spent in a month stands beside
-- what its outflows brought, in every model, even where they brought nothing.
with

unpivoted as (

    {% for model in rule_models() %}
    {% for basis in ['sent', 'converted'] %}
    select
        '{{ model }}' as model,
        type_and_scope,
        '{{ basis }}' as month_basis,
        {{ basis }}_month as month,
        channel,
        campaign_id_key,
        targeting,
        credit_{{ model }} as conversions,
        revenue_{{ model }} as revenue,
        cast(null as decimal(28, 6)) as cost
    from {{ ref('int_credits__summed') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

types_and_scopes as (

    {% for model in rule_models() %}
    select
        '{{ model }}' as model,
        type_and_scope,
        count(revenue_{{ model }}) > 0 as has_revenue
    from {{ ref('int_credits__summed') }}
    group by type_and_scope
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

{{ words_of_kinds(['targeting']) }},

spent as (

    select
        types_and_scopes.model,
        types_and_scopes.type_and_scope,
        'sent' as month_basis,
        costs.month,
        costs.channel,
        nullif(costs.campaign_number, 0) as campaign_id_key,
        targetings.targeting,
        cast(0 as decimal(28, 9)) as conversions,
        case when types_and_scopes.has_revenue then cast(0 as decimal(28, 2)) end as revenue,
        costs.cost
    from {{ ref('int_outflow_costs__spread') }} as costs
    left join targetings
        on costs.targeting_number = targetings.targeting_number
    cross join types_and_scopes

),

both_sides as (

    select * from unpivoted
    union all
    select * from spent

)

select
    model,
    type_and_scope,
    month_basis,
    month,
    channel,
    campaign_id_key,
    targeting,
    cast(sum(conversions) as decimal(28, 9)) as conversions,
    cast(sum(revenue) as decimal(28, 2)) as revenue,
    cast(sum(cost) as decimal(28, 6)) as cost
from both_sides
group by model, type_and_scope, month_basis, month, channel, campaign_id_key, targeting
