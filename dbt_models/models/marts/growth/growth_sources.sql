-- Where the change of a year's revenue came from. New are those whose first order lies in the year; what they bought is
-- set against what those bought who were new the year before, so that newcomers can also explain a fall.
with

judged as (

    select
        summed.*,
        coalesce(ended.is_over, false) and coalesce(begun.has_two_years_before, false) as can_tell,
        coalesce(ended.is_over, false) as is_over,
        ended.period as last_month,
        cast(summed.delta_new as double) / nullif(cast(summed.change as double), 0) as new_share,
        -- Of revenue without a customer nobody knows whether new ones brought it: all of it, or nothing.
        cast(summed.delta_without_customer as double) / nullif(cast(summed.change as double), 0) as nameless_share
    from {{ ref('int_growth__summed') }} as summed
    inner join {{ ref('int_revenue_periods__numbered') }} as ended
        on ended.grain = 'month' and summed.next_month_number = ended.period_number + 1
    inner join {{ ref('int_revenue_periods__numbered') }} as begun
        on begun.grain = 'month' and summed.next_month_number = begun.period_number + 12

),

-- The error of a quotient of two sums over customers, and whether the change itself is more than chance.
estimated as (

    select
        *,
        1.96
        * sqrt(
            greatest(sum_of_new_squares - 2 * new_share * sum_of_products + new_share * new_share * sum_of_squares, 0)
        )
        / nullif(abs(cast(change as double)), 0) as error,
        abs(cast(change as double)) > 1.96 * sqrt(sum_of_squares) as is_clear,
        -- Of the same customers: orders, categories per order, revenue per category of an order.
        category_purchases_before / nullif(gross_purchases_before, 0) as breadth_before,
        category_purchases_after / nullif(gross_purchases_after, 0) as breadth_after,
        gross_revenue_before / nullif(category_purchases_before, 0) as basket_before,
        gross_revenue_after / nullif(category_purchases_after, 0) as basket_after
    from judged

),

limited as (

    select
        *,
        new_share - error + least(nameless_share, 0) as new_share_low,
        new_share + error + greatest(nameless_share, 0) as new_share_high
    from estimated

),

told as (

    select
        *,
        case
            when not can_tell or not is_clear then 'cannot_tell'
            when new_share_low > 0.5 then 'new'
            when new_share_high < 0.5 then 'existing'
            else 'cannot_tell'
        end as verdict,
        {{ effect_of('gross_purchases', 'breadth', 'basket') }} as orders_effect,
        {{ effect_of('breadth', 'gross_purchases', 'basket') }} as categories_effect
    from limited

)

select
    grain,
    case when grain = 'year' then {{ public_key('year_number') }} else last_month end as period,
    cast(revenue_before as decimal(18, 2)) as revenue_before,
    cast(revenue_after as decimal(18, 2)) as revenue_after,
    cast(change as decimal(18, 2)) as change,
    {% for delta, amount in {
        'new': 'delta_new', 'existing': 'change - delta_new - delta_without_customer',
        'without_customer': 'delta_without_customer',
    }.items() %}
    case when can_tell then cast({{ amount }} as decimal(18, 2)) end as delta_{{ delta }},
    {% endfor %}
    {% for share in ['new_share', 'new_share_low', 'new_share_high'] %}
    case when can_tell then cast({{ share }} as decimal(28, 6)) end as {{ share }},
    {% endfor %}
    customers,
    same_customers,
    cast(same_change as decimal(18, 2)) as same_change,
    cast(orders_effect as decimal(18, 2)) as orders_effect,
    cast(categories_effect as decimal(18, 2)) as categories_effect,
    cast(same_change as decimal(18, 2)) - cast(orders_effect as decimal(18, 2))
    - cast(categories_effect as decimal(18, 2)) as basket_effect,
    case when change > 0 then 'growing' when change < 0 then 'falling' else 'level' end as direction,
    verdict,
    case
        when not is_over then 'the year is not over'
        when not can_tell then 'fewer than two whole years before it: nobody knows who was new in the year before'
        when not is_clear then 'revenue changed by no more than chance can explain'
        when verdict = 'cannot_tell' and abs(nameless_share) > error
            then 'too much revenue names no customer: nobody knows whether new ones brought it'
        when verdict = 'cannot_tell' then 'the limits of the share of new customers lie on both sides of a half'
    end as reason
from told
where revenue_before is not null
