-- What each member of a dimension bought or brought in, period by period. Customers, accounts, products and return
-- sources are summed from items of revenue, channels and campaigns from the credit that the linear model gives them.
{% set scope = 'account' if var('customer_level') == 'account' else 'person' %}
{% set members = {
    'customer': 'items.customer_key', 'account': 'items.account_key', 'product': 'items.product_key',
    'return_source': 'sources.source',
} %}
with

periods as (

    select
        period,
        max(previous_period) as previous_period,
        min(date_on) as starts_on,
        max(date_on) as ends_on
    from {{ ref('int_periods__dated') }}
    group by period

),

member_days as (

    {% for dimension, member_key in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member_key }} as member_key,
        items.earned_on,
        sum(items.revenue) as revenue,
        sum(case when items.is_gross then items.revenue end) as gross_revenue,
        count(distinct case when items.is_purchase then items.purchase_key end) as purchases
    from {{ ref('int_revenue__itemised') }} as items
    {% if dimension == 'return_source' %}
    inner join {{ ref('int_purchases__sourced') }} as sources
        on items.purchase_key = sources.purchase_key
    {% endif %}
    where {{ member_key }} is not null and items.revenue is not null
    group by {{ member_key }}, items.earned_on

    union all
    {% endfor %}
    {% for dimension, member_key in {'channel': 'channel', 'campaign': 'campaign_key'}.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member_key }} as member_key,
        converted_on as earned_on,
        sum(revenue_linear) as revenue,
        sum(case when revenue_linear > 0 then revenue_linear end) as gross_revenue,
        cast(null as bigint) as purchases
    from {{ ref('attribution_touchpoints') }}
    where
        scope = '{{ scope }}'
        and revenue is not null
        and {{ member_key }} is not null
        and channel not in ('(none)', '(remainder)')
    group by {{ member_key }}, converted_on
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
    periods.previous_period,
    periods.starts_on,
    periods.ends_on
from totalled
inner join periods
    on totalled.period = periods.period
