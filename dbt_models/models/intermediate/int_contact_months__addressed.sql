-- What each person was sent by e-mail in each of the last 14 months that are over, by level of targeting: a year, and
-- the two months before its first. The outflows are read once for all who ask.
{% set months = 14 %}
with

bounds as (

    select
        {{ month_of('max(date_on)') }} as until_on,
        {{ month_number('max(date_on)') }} - {{ months }} as first_month_number,
        cast({{ month_of('max(date_on)') }} - {{ 31 * months }} as date) as from_on
    from {{ ref('dim_dates') }}

),

sent as (

    select
        outflows.contact_key,
        bounds.first_month_number,
        {{ month_number('outflows.sent_on') }} as month_number,
        kinds.targeting
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    cross join bounds
    where
        kinds.is_touch
        and kinds.level = 'person'
        and kinds.channel in ({{ mail_channels() }})
        and outflows.contact_key is not null
        and outflows.sent_on >= bounds.from_on
        and outflows.sent_on < bounds.until_on

)

select
    sent.contact_key,
    sent.month_number,
    {% for level in targeting_levels() %}
    count(case when sent.targeting = '{{ level }}' then 1 end) as {{ level }},
    {% endfor %}
    count(*) as sends
from sent
where sent.month_number >= sent.first_month_number
group by sent.contact_key, sent.month_number
