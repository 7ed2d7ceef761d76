-- What the models first, last and linear would say with other lookbacks. Touches beyond the stored ones are looked up
-- by stretches, for conversions without any: who was touched last is then known, by which channel is not, so that
-- longer lookbacks have the model last only.
{% set lookback = var('lookback_days') | int %}
{% set shorter = other_lookbacks() | select('lt', lookback) | list %}
{% set longer = other_lookbacks() | select('gt', lookback) | list %}
{% set models = ['first', 'last', 'linear'] %}
with

summed as (

    select * from {{ ref('int_lookbacks__summed') }}

),

compared as (

    {% for days in shorter %}
    {% for model in models %}
    select
        '{{ model }}' as model,
        {{ days }} as lookback_days,
        type_and_scope,
        no_channel,
        channel_number,
        {{ model }}_{{ days }} as billionths
    from summed

    union all

    select
        '{{ model }}' as model,
        {{ days }} as lookback_days,
        type_and_scope,
        '(none)' as no_channel,
        cast(null as integer) as channel_number,
        none_{{ days }} as billionths
    from summed

    union all

    {% endfor %}
    {% endfor %}
    {% for days in longer %}
    select
        'last' as model,
        {{ days }} as lookback_days,
        type_and_scope,
        no_channel,
        channel_number,
        last_of_all as billionths
    from summed

    union all

    {% endfor %}
    select
        'last' as model,
        lookback_days,
        type_and_scope,
        no_channel,
        cast(null as integer) as channel_number,
        billionths
    from {{ ref('int_older_touches__found') }}

)

select
    model,
    lookback_days,
    type_and_scope,
    no_channel,
    channel_number,
    cast(sum(billionths) as decimal(28, 0)) as billionths
from compared
group by model, lookback_days, type_and_scope, no_channel, channel_number
having sum(billionths) <> 0
