-- Whose revenue makes how much of the whole. `revenue` is net of refunds; the same columns with `gross_` before them
-- count only what was bought, and are null for a member who bought nothing at a price.
{% set bases = ['', 'gross_'] %}
-- Loyal: bought in three months at least, and not overdue. With purchases at random the next one takes longer than
-- three times the mean gap in one case of twenty (exp(-3) = 0.0498).
{% set loyal_months = 3 %}
{% set overdue_gaps = 3 %}
with

ranked as (

    select
        totalled.*,
        {% for basis in bases %}
        row_number() over (
            partition by dimension, period
            order by {{ basis }}revenue desc nulls last, member_key asc nulls last
        ) as {{ basis }}place,
        sum({{ basis }}revenue) over (
            partition by dimension, period
            order by {{ basis }}revenue desc nulls last, member_key asc nulls last
        ) as {{ basis }}running_revenue,
        sum({{ basis }}revenue) over (partition by dimension, period) as {{ basis }}total_revenue,
        count({{ basis }}revenue) over (partition by dimension, period) as {{ basis }}members,
        {% endfor %}
        ({{ day_number('ends_on') }} - {{ day_number('last_purchased_on') }}) * (purchase_days - 1)
        > {{ overdue_gaps }}
        * ({{ day_number('last_purchased_on') }} - {{ day_number('first_purchased_on') }}) as is_overdue
    from {{ ref('int_revenue__totalled') }} as totalled

),

classed as (

    select
        dimension,
        period,
        member_key,
        {% for basis in bases %}
        {{ basis }}revenue,
        case when {{ basis }}revenue is not null then {{ basis }}place end as {{ basis }}revenue_rank,
        cast({{ basis }}revenue / nullif({{ basis }}total_revenue, 0) as decimal(28, 9)) as {{ basis }}revenue_share,
        case when {{ basis }}revenue is not null then cast({{ basis }}running_revenue as decimal(18, 2)) end
            as {{ basis }}cumulative_revenue,
        case
            when {{ basis }}revenue is not null
                then cast({{ basis }}running_revenue / nullif({{ basis }}total_revenue, 0) as decimal(28, 9))
        end as {{ basis }}cumulative_share,
        -- A: those who together make 80 % of revenue, the one who reaches it included. B: the next 15 %. C: the rest.
        case
            when {{ basis }}revenue is null then null
            when {{ basis }}revenue <= 0 or {{ basis }}total_revenue <= 0 then 'none'
            when 100 * ({{ basis }}running_revenue - {{ basis }}revenue) < 80 * {{ basis }}total_revenue then 'A'
            when 100 * ({{ basis }}running_revenue - {{ basis }}revenue) < 95 * {{ basis }}total_revenue then 'B'
            else 'C'
        end as {{ basis }}class,
        -- Among the ceil(n / 5) largest, among the ceil(n / 100) largest.
        case when {{ basis }}revenue is not null then 5 * ({{ basis }}place - 1) < {{ basis }}members end
            as {{ basis }}is_top_20,
        case when {{ basis }}revenue is not null then 100 * ({{ basis }}place - 1) < {{ basis }}members end
            as {{ basis }}is_top_1,
        {% endfor %}
        purchases,
        purchase_months,
        -- A product or a channel is nobody who could be loyal.
        case
            when dimension in ('customer', 'account')
                then coalesce(purchase_months >= {{ loyal_months }} and is_overdue, false)
        end as is_overdue,
        case
            when dimension in ('customer', 'account')
                then coalesce(purchase_months >= {{ loyal_months }} and not is_overdue, false)
        end as is_loyal,
        previous_period,
        first_purchased_on,
        last_purchased_on,
        starts_on,
        ends_on
    from ranked

)

select * from classed
