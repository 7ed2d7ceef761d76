{% set steps = ['new', 'reactivated', 'expansion', 'contraction', 'lost', 'without_customer'] %}
with

totals as (

    {% for grain, months in period_months().items() %}
    select
        '{{ grain }}' as grain,
        {{ 12 // months }} as periods_a_year,
        cast(floor(month_number / {{ months }}) as bigint) as period_number,
        sum(revenue) as revenue
    from {{ ref('int_customer_months__summed') }}
    group by cast(floor(month_number / {{ months }}) as bigint)
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- All revenue of the 12 months that end with the period before, with which the bridge opens.
openings as (

    select
        periods.grain,
        periods.period_number,
        sum(totals.revenue) as opening
    from {{ ref('int_revenue_periods__numbered') }} as periods
    inner join totals
        on
            periods.grain = totals.grain
            and periods.period_number > totals.period_number
            and periods.period_number <= totals.period_number + totals.periods_a_year
    group by periods.grain, periods.period_number

),

summed as (

    select
        grain,
        period_number,
        {% for step in steps %}
        sum(case when step = '{{ step }}' then change else 0 end) as {{ step }},
        {% if step != 'without_customer' %}
        count(case when step = '{{ step }}' then 1 end) as {{ step }}_customers,
        {% endif %}
        {% endfor %}
        sum(change) as change
    from {{ ref('int_customer_steps__judged') }}
    group by grain, period_number

),

bridged as (

    select
        periods.*,
        periods.is_over and periods.has_year_before as can_tell,
        -- After a year without revenue the bridge opens with nothing.
        coalesce(openings.opening, 0) as opening,
        coalesce(summed.change, 0) as change,
        {% for step in steps %}
        coalesce(summed.{{ step }}, 0) as {{ step }},
        {% if step != 'without_customer' %}
        coalesce(summed.{{ step }}_customers, 0) as {{ step }}_customers,
        {% endif %}
        {% endfor %}
        coalesce(openings.opening, 0) + coalesce(summed.change, 0) as closing
    from {{ ref('int_revenue_periods__numbered') }} as periods
    left join openings
        on periods.grain = openings.grain and periods.period_number = openings.period_number
    left join summed
        on periods.grain = summed.grain and periods.period_number = summed.period_number

)

select
    grain,
    period,
    starts_on,
    ends_on,
    {% for amount in ['opening'] + steps + ['closing'] %}
    case when can_tell then cast({{ amount }} as decimal(18, 2)) end as {{ amount }},
    {% endfor %}
    {% for step in steps if step != 'without_customer' %}
    case when can_tell then {{ step }}_customers end as {{ step }}_customers,
    {% endfor %}
    case
        when not is_over then 'the period is not over'
        when not can_tell then 'fewer than 12 months of revenue before it'
    end as reason
from bridged
