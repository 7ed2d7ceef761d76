-- What the rule models give to each channel, campaign and targeting, by month of sending and of conversion: touchpoints
-- are read once, as numbers; models and bases of months are taken from these sums.
with

{{ words_of_kinds(['channel', 'targeting']) }},

{{ weighed_touchpoints() }},

parted as (

    select
        path_key % 8 as type_and_scope,
        -- What no outflow explains has no month of sending: it stays in the month of the conversion.
        {{ month_of('coalesce(sent_on, converted_on)') }} as sent_month,
        {{ month_of('converted_on') }} as converted_month,
        no_channel,
        channel_number,
        campaign_id_key,
        targeting_number,
        {% for model in weighted_models() %}
        {{ weighted_part(model, 'billionths') }} as billionths_{{ model }},
        {{ weighted_part(model, 'cents') }} as cents_{{ model }},
        {% endfor %}
        credit_time_decay,
        revenue_time_decay
    from weighed

),

summed as (

    select
        type_and_scope,
        sent_month,
        converted_month,
        no_channel,
        channel_number,
        campaign_id_key,
        targeting_number,
        {% for model in weighted_models() %}
        sum(billionths_{{ model }}) as billionths_{{ model }},
        sum(cents_{{ model }}) as cents_{{ model }},
        {% endfor %}
        sum(credit_time_decay) as credit_time_decay,
        sum(revenue_time_decay) as revenue_time_decay
    from parted
    group by
        type_and_scope, sent_month, converted_month, no_channel, channel_number, campaign_id_key, targeting_number

)

select
    cast(summed.type_and_scope as integer) as type_and_scope,
    summed.sent_month,
    summed.converted_month,
    coalesce(summed.no_channel, channels.channel) as channel,
    summed.campaign_id_key,
    targetings.targeting,
    {% for model in weighted_models() %}
    {{ summed_billionths('summed.billionths_' ~ model) }} as credit_{{ model }},
    {{ summed_cents('summed.cents_' ~ model) }} as revenue_{{ model }},
    {% endfor %}
    cast(summed.credit_time_decay as decimal(28, 9)) as credit_time_decay,
    cast(summed.revenue_time_decay as decimal(28, 2)) as revenue_time_decay
from summed
left join channels
    on summed.channel_number = channels.channel_number
left join targetings
    on summed.targeting_number = targetings.targeting_number
