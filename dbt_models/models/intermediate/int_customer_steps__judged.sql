-- Revenue of 12 months, rolled on: what a customer brings in enters them, what it brought in a year ago leaves them.
with

sums as (

    {% for grain, months in period_months().items() %}
    select
        '{{ grain }}' as grain,
        {{ 12 // months }} as periods_a_year,
        customer_key,
        cast(floor(month_number / {{ months }}) as bigint) as period_number,
        sum(revenue) as revenue,
        sum(purchases) as purchases
    from {{ ref('int_customer_months__summed') }}
    group by customer_key, cast(floor(month_number / {{ months }}) as bigint)
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

entering_and_leaving as (

    select
        grain,
        periods_a_year,
        customer_key,
        period_number,
        revenue as change,
        case when purchases > 0 then period_number end as purchased_number
    from sums

    union all

    select
        grain,
        periods_a_year,
        customer_key,
        period_number + periods_a_year as period_number,
        -revenue as change,
        cast(null as bigint) as purchased_number
    from sums

),

steps as (

    select
        grain,
        periods_a_year,
        customer_key,
        period_number,
        sum(change) as change,
        max(purchased_number) as purchased_number
    from entering_and_leaving
    group by grain, periods_a_year, customer_key, period_number

),

followed as (

    select
        *,
        min(purchased_number) over (partition by grain, customer_key) as first_number,
        max(purchased_number) over (
            partition by grain, customer_key order by period_number asc nulls last
        ) as last_number
    from steps

),

compared as (

    select
        *,
        -- The last purchase before the step.
        lag(last_number) over (
            partition by grain, customer_key order by period_number asc nulls last
        ) as earlier_number
    from followed

)

select
    grain,
    customer_key,
    period_number,
    cast(change as decimal(18, 2)) as change,
    case
        when customer_key is null then 'without_customer'
        when first_number = period_number then 'new'
        when coalesce(earlier_number >= period_number - periods_a_year, false)
            then case
                when last_number <= period_number - periods_a_year then 'lost'
                when change > 0 then 'expansion'
                else 'contraction'
            end
        when last_number > period_number - periods_a_year then 'reactivated'
        else 'contraction'
    end as step
from compared
