-- What each person bought, day by day: what the next purchase can be expected from.
with

purchases as (

    {% if var('revenue_from') == 'order' %}
    select
        contact_key,
        {{ local_date('ordered_at') }} as purchased_on,
        amount_reporting as amount
    from {{ ref('int_orders__unioned') }}
    where kind = 'order' and contact_key is not null
    {% else %}
    select
        contact_key,
        {{ local_date('closed_at') }} as purchased_on,
        amount_reporting as amount
    from {{ ref('int_deals__identified') }}
    where status = 'won' and contact_key is not null and closed_at is not null
    {% endif %}

),

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

),

days as (

    select
        purchases.contact_key,
        purchases.purchased_on,
        last_day.last_on,
        sum(purchases.amount) as amount
    from purchases
    cross join last_day
    where purchases.purchased_on <= last_day.last_on
    group by purchases.contact_key, purchases.purchased_on, last_day.last_on

),

numbered as (

    select
        *,
        row_number() over (partition by contact_key order by purchased_on asc nulls last) as place
    from days

)

select
    contact_key,
    min(purchased_on) as first_purchased_on,
    max(purchased_on) as last_purchased_on,
    count(*) - 1 as repeat_days,
    {{ day_number('max(purchased_on)') }} - {{ day_number('min(purchased_on)') }} as recency_days,
    {{ day_number('max(last_on)') }} - {{ day_number('min(purchased_on)') }} as age_days,
    cast(sum(case when place > 1 then amount end) / nullif(count(*) - 1, 0) as decimal(28, 6)) as mean_amount
from numbered
group by contact_key
