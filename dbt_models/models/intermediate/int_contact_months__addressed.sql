-- What each person was sent by e-mail in each month of the last three years, by level of targeting: outflows are read once
-- for contacts, for sends and for who received several levels.
with

last_day as (

    select {{ month_number('max(date_on)') }} as last_month_number
    from {{ ref('dim_dates') }}

),

sent as (

    select
        outflows.contact_key,
        {{ month_number('outflows.sent_on') }} as month_number,
        kinds.targeting
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where
        kinds.is_touch
        and kinds.level = 'person'
        and kinds.channel in ({{ mail_channels() }})
        and outflows.contact_key is not null

)

select
    sent.contact_key,
    sent.month_number,
    {% for level in targeting_levels() %}
    count(case when sent.targeting = '{{ level }}' then 1 end) as {{ level }},
    {% endfor %}
    count(*) as sends
from sent
inner join last_day
    on sent.month_number < last_day.last_month_number and sent.month_number >= last_day.last_month_number - 36
group by sent.contact_key, sent.month_number
