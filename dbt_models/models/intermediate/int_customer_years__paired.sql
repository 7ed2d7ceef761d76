-- Each customer in a year beside itself in the year before: calendar years, and 12 months that end with a whole one.
{% set sums = ['revenue', 'gross_revenue', 'gross_purchases', 'category_purchases'] %}
with

running as (

    select max(case when is_over then period_number end) + 1 as running_month_number
    from {{ ref('int_revenue_periods__numbered') }}
    where grain = 'month'

),

months as (

    select
        summed.*,
        running.running_month_number,
        min(case when summed.purchases > 0 then summed.month_number end) over (
            partition by summed.customer_key
        ) as first_month_number
    from {{ ref('int_customer_months__summed') }} as summed
    cross join running
    where summed.month_number < running.running_month_number

),

years as (

    {% for grain, shift in {'year': '0', '12_months': 'running_month_number'}.items() %}
    select
        '{{ grain }}' as grain,
        customer_key,
        cast(floor((month_number - {{ shift }}) / 12) as bigint) as year_number,
        max(cast(floor((first_month_number - {{ shift }}) / 12) as bigint)) as first_year_number,
        {% for sum in sums %}
        sum({{ sum }}) as {{ sum }},
        {% endfor %}
        max({{ shift }}) as shift
    from months
    group by customer_key, cast(floor((month_number - {{ shift }}) / 12) as bigint)
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

both_years as (

    {% for offset, before, after in [(0, 0, 1), (1, 1, 0)] %}
    select
        grain,
        customer_key,
        year_number + {{ offset }} as year_number,
        first_year_number,
        {% for sum in sums %}
        {{ before }} * {{ sum }} as {{ sum }}_before,
        {{ after }} * {{ sum }} as {{ sum }}_after,
        {% endfor %}
        shift
    from years
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    grain,
    year_number,
    customer_key,
    max(first_year_number) as first_year_number,
    {% for sum in sums %}
    sum({{ sum }}_before) as {{ sum }}_before,
    sum({{ sum }}_after) as {{ sum }}_after,
    {% endfor %}
    -- The month that comes after the year.
    max(12 * (year_number + 1) + shift) as next_month_number
from both_years
group by grain, year_number, customer_key
