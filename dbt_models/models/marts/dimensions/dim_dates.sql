-- From the first fact to the day as of which the marts are true. A mistyped year must not make a million days: the
-- calendar goes back a hundred thousand at most.
{% set digits = range(10) %}
{% set moments = {
    'stg_outflows': 'sent_at',
    'stg_returns': 'returned_at',
    'stg_deals': 'created_at',
    'stg_orders': 'ordered_at',
    'stg_order_lines': 'ordered_at',
    'stg_tickets': 'opened_at',
    'stg_costs': 'spent_at',
    'stg_milestones': 'reached_at',
} %}

with

moments as (

    {% for relation, moment in moments.items() %}
    select min({{ moment }}) as first_at
    from {{ ref(relation) }}
    where row_status = 'current'
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}

),

bounds as (

    select
        {{ local_date('min(moments.first_at)') }} as first_on,
        {{ local_date('max(run.as_of)') }} as last_on
    from moments
    cross join {{ source('landing', 'run') }} as run

),

digits as (

    {% for digit in digits %}
    select {{ digit }} as digit
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

days as (

    select
        cast(
            bounds.last_on
            - cast(
                ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit + 10000 * myriads.digit
                as integer
            ) as date
        ) as date_on,
        bounds.first_on
    from bounds
    cross join digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    cross join digits as myriads

),

-- 5 January 1970, day 4, was a Monday.
numbered as (

    select
        date_on,
        (({{ day_number('date_on') }} - 4) % 7 + 7) % 7 + 1 as iso_weekday
    from days
    where date_on >= first_on

),

dates as (

    select
        {{ public_key('date_on') }} as date_key,
        date_on,
        cast(extract(year from date_on) as integer) as year_number,
        cast(extract(quarter from date_on) as integer) as quarter_number,
        cast(extract(month from date_on) as integer) as month_number,
        cast(iso_weekday as integer) as iso_weekday,
        iso_weekday >= 6 as is_weekend,
        cast(date_on - cast(iso_weekday - 1 as integer) as date) as week_starts_on,
        cast(date_trunc('month', date_on) as date) as month_starts_on,
        cast(date_trunc('quarter', date_on) as date) as quarter_starts_on
    from numbered

)

select * from dates
