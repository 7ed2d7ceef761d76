{{ config(materialized='view') }}
-- The recipients that a cost may be divided among, by the rule that finds them. 1: those of its campaign and channel in
-- its month. 2: those of its campaign and channel. 3: those of its channel in its month.
{% set rules = {
    1: ['campaign_number', 'month'],
    2: ['campaign_number', "cast('1900-01-01' as date)"],
    3: ['cast(0 as bigint)', 'month'],
} %}
with

pools as (

    {% for rule, keys in rules.items() %}
    select
        {{ rule }} as rule,
        channel,
        {{ keys[0] }} as pool_campaign,
        {{ keys[1] }} as pool_month,
        sum(touches) as touches,
        max(last_outflow_key) as last_outflow_key
    from {{ ref('int_outflows__summed') }}
    {% if rule < 3 %}where campaign_number <> 0{% endif %}
    group by channel{% if rule < 3 %}, campaign_number{% endif %}{% if rule != 2 %}, month{% endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from pools
