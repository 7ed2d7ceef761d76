{{ config(materialized='view') }}
{% for model in rule_models() %}
select
    conversion_type,
    conversion_key,
    scope,
    position,
    '{{ model }}' as model,
    cast({{ var('lookback_days') }} as integer) as lookback_days,
    outflow_key,
    account_key,
    campaign_key,
    channel,
    targeting,
    credit_{{ model }} as credit,
    revenue_{{ model }} as revenue_credit,
    sent_on,
    converted_at
from {{ ref('attribution_touchpoints') }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
