-- Months, quarters and years of the calendar, numbered one after another, with what the facts can say of each.
with

months as (

    select
        {{ month_number('month_starts_on') }} as month_number,
        year_number,
        quarter_number,
        month_number as month_of_year,
        min(date_on) as starts_on,
        max(date_on) as ends_on
    from {{ ref('dim_dates') }}
    group by month_starts_on, year_number, quarter_number, month_number

),

history as (

    select {{ month_number('min(earned_on)') }} as first_month_number
    from {{ ref('int_revenue__itemised') }}
    where revenue is not null

),

-- The month of the day after the last one: periods before it are over.
running as (

    select {{ month_number('cast(max(ends_on) + 1 as date)') }} as running_month_number
    from months

),

periods as (

    {% for grain, months in period_months().items() %}
    select
        '{{ grain }}' as grain,
        {{ months }} as months,
        cast(floor(month_number / {{ months }}) as bigint) as period_number,
        {% if grain == 'year' %}
        {{ public_key('year_number') }} as period,
        {% elif grain == 'quarter' %}
        {{ quarter_name('year_number', 'quarter_number') }} as period,
        {% else %}
        {{ public_key('year_number') }} || case when month_of_year < 10 then '-0' else '-' end
        || {{ public_key('month_of_year') }} as period,
        {% endif %}
        starts_on,
        ends_on
    from months
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    periods.grain,
    periods.period_number,
    periods.period,
    min(periods.starts_on) as starts_on,
    max(periods.ends_on) as ends_on,
    max((periods.period_number + 1) * periods.months) <= max(running.running_month_number) as is_over,
    -- Revenue is known from its first month on; and of the 12 months before, and of the 24 before.
    {% for name, earlier in {'is_whole': 0, 'has_year_before': 12, 'has_two_years_before': 24}.items() %}
    max(periods.period_number * periods.months) - {{ earlier }} >= max(history.first_month_number) as {{ name }},
    {% endfor %}
    max((periods.period_number - 1) * periods.months) >= max(history.first_month_number) as has_whole_previous
from periods
cross join history
cross join running
group by periods.grain, periods.period_number, periods.period
