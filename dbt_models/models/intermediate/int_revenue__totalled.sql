-- What each member of a dimension bought, period by period: all time, each calendar year, the last 12 months.
{% set dimensions = {'customer': 'customer_key'} %}
with

periods as (

    select
        period,
        min(date_on) as starts_on,
        max(date_on) as ends_on
    from {{ ref('int_periods__dated') }}
    group by period

),

{% for dimension, member_key in dimensions.items() %}
{{ dimension }}_days as (

    select
        '{{ dimension }}' as dimension,
        {{ member_key }} as member_key,
        earned_on,
        sum(revenue) as revenue,
        sum(case when is_gross then revenue end) as gross_revenue,
        count(distinct case when is_purchase then purchase_key end) as purchases
    from {{ ref('int_revenue__itemised') }}
    where {{ member_key }} is not null and revenue is not null
    group by {{ member_key }}, earned_on

),
{% endfor %}

member_days as (

    {% for dimension in dimensions %}
    select * from {{ dimension }}_days
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

totalled as (

    select
        member_days.dimension,
        period_days.period,
        member_days.member_key,
        cast(sum(member_days.revenue) as decimal(18, 2)) as revenue,
        cast(sum(member_days.gross_revenue) as decimal(18, 2)) as gross_revenue,
        cast(sum(member_days.purchases) as bigint) as purchases,
        count(case when member_days.purchases > 0 then 1 end) as purchase_days,
        count(distinct case when member_days.purchases > 0 then period_days.month_starts_on end) as purchase_months,
        min(case when member_days.purchases > 0 then member_days.earned_on end) as first_purchased_on,
        max(case when member_days.purchases > 0 then member_days.earned_on end) as last_purchased_on
    from member_days
    inner join {{ ref('int_periods__dated') }} as period_days
        on member_days.earned_on = period_days.date_on
    group by member_days.dimension, period_days.period, member_days.member_key

)

select
    totalled.*,
    periods.starts_on,
    periods.ends_on
from totalled
inner join periods
    on totalled.period = periods.period
