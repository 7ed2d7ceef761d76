-- What it cost to win the customers of a quarter, and after how many months what they bought had paid for it.
with

firsts as (

    select
        *,
        min(case when purchases > 0 then month_number end) over (partition by customer_key) as first_month_number
    from {{ ref('int_customer_months__summed') }}
    where customer_key is not null

),

cohort_months as (

    select
        cast(floor(first_month_number / 3) as bigint) as quarter_number,
        month_number - first_month_number as months_since,
        count(case when month_number = first_month_number then 1 end) as new_customers,
        sum(revenue) as revenue
    from firsts
    where month_number >= first_month_number
    group by cast(floor(first_month_number / 3) as bigint), month_number - first_month_number

),

costs as (

    select
        {{ period_number('spent_on', 3) }} as quarter_number,
        sum(case when channel <> 'onboarding' then amount_reporting end) as cost,
        sum(case when channel = 'onboarding' then amount_reporting end) as onboarding_cost
    from {{ ref('fct_costs') }}
    group by {{ period_number('spent_on', 3) }}

),

running as (

    select
        cohort_months.*,
        costs.cost,
        costs.onboarding_cost,
        sum(cohort_months.revenue) over (
            partition by cohort_months.quarter_number order by cohort_months.months_since asc nulls last
        ) as running_revenue,
        -- The youngest customers of the quarter are seen for so many months.
        last_month.last_month_number - 3 * cohort_months.quarter_number - 2 as months_seen
    from cohort_months
    left join costs
        on cohort_months.quarter_number = costs.quarter_number
    cross join (
        select max(case when is_over then period_number end) as last_month_number
        from {{ ref('int_revenue_periods__numbered') }}
        where grain = 'month'
    ) as last_month

),

summed as (

    select
        quarter_number,
        sum(new_customers) as customers,
        max(cost) as cost,
        max(onboarding_cost) as onboarding_cost,
        max(months_seen) as months_seen,
        max(case when months_since < 12 then running_revenue end) as revenue_12_months,
        min(case
            when months_since <= months_seen and {{ var('margin_share') }} * running_revenue >= cost
                then months_since + 1
        end) as payback_months
    from running
    group by quarter_number

)

select
    periods.period,
    periods.starts_on,
    cast(summed.customers as bigint) as new_customers,
    cast(summed.cost as decimal(18, 2)) as cost,
    cast(round(summed.cost / nullif(summed.customers, 0), 2) as decimal(18, 2)) as cost_per_new_customer,
    cast(summed.onboarding_cost as decimal(18, 2)) as onboarding_cost,
    case
        when summed.months_seen >= 11
            then cast(round(summed.revenue_12_months / nullif(summed.customers, 0), 2) as decimal(18, 2))
    end as revenue_per_customer_12_months,
    summed.payback_months,
    greatest(summed.months_seen + 1, 0) as months_seen,
    case
        when not periods.has_year_before then 'fewer than 12 months of revenue before it: nobody knows who was new'
        when summed.cost is null then 'no costs are known'
        when summed.payback_months is null then 'not paid back in the months seen'
    end as reason
from summed
inner join {{ ref('int_revenue_periods__numbered') }} as periods
    on periods.grain = 'quarter' and summed.quarter_number = periods.period_number
where periods.is_over
