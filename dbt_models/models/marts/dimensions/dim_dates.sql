-- From the first fact to the day as of which the marts are true. A mistyped year must not make a million days: the
-- calendar goes back a hundred thousand at most.
{% set digits = range(10) %}

with

moments as (

    select min(sent_at) as first_at from {{ ref('stg_outflows') }} where row_status = 'current'
    union all
    select min(returned_at) as first_at from {{ ref('stg_returns') }} where row_status = 'current'
    union all
    select min(created_at) as first_at from {{ ref('stg_deals') }} where row_status = 'current'
    union all
    select min(ordered_at) as first_at from {{ ref('int_orders__unioned') }}
    union all
    select min(opened_at) as first_at from {{ ref('stg_tickets') }} where row_status = 'current'
    union all
    select min(spent_at) as first_at from {{ ref('stg_costs') }} where row_status = 'current'

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
