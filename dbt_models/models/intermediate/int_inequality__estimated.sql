-- The Gini coefficient of revenue over members with positive revenue, and its 95 % interval, from each member's
-- influence on it (Davidson, Journal of Econometrics 150, 2009). docs/marts/pareto.md: how often it holds the truth.
{% set fewest_members = 50 %}
with

members as (

    {% for basis, prefix in {'net': '', 'gross': 'gross_'}.items() %}
    select
        dimension,
        period,
        '{{ basis }}' as basis,
        cast({{ prefix }}revenue as decimal(28, 2)) as revenue,
        {{ prefix }}revenue_rank as revenue_rank,
        {{ prefix }}cumulative_revenue as cumulative_revenue
    from {{ ref('pareto_customers') }}
    where {{ prefix }}revenue > 0
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- Σ i·v over values sorted upwards is (n + 1) Σ v − Σ rank·v.
coefficients as (

    select
        dimension,
        period,
        basis,
        count(*) as positive_members,
        cast(sum(revenue) as decimal(18, 2)) as positive_revenue,
        (count(*) + 1) / nullif(count(*), 0)
        - 2 * cast(sum(revenue_rank * revenue) as decimal(38, 2))
        / nullif(count(*) * cast(sum(revenue) as decimal(18, 2)), 0) as gini
    from members
    group by dimension, period, basis

),

influences as (

    select
        coefficients.*,
        cast(
            (
                (2 * (coefficients.positive_members - members.revenue_rank) + 1) * members.revenue
                - (coefficients.gini + 1) * members.revenue * coefficients.positive_members
                - 2 * (coefficients.positive_revenue - members.cumulative_revenue + members.revenue)
            ) / nullif(coefficients.positive_revenue, 0)
            + 1 - coefficients.gini + 1 / nullif(coefficients.positive_members, 0) as decimal(12, 4)
        ) as influence
    from members
    inner join coefficients
        on
            members.dimension = coefficients.dimension
            and members.period = coefficients.period
            and members.basis = coefficients.basis

),

-- In few members the coefficient is too low by (n - 1) / n: the interval is laid around the corrected one.
{{ interval_of_influences(
    'limits', 'influences', ['dimension', 'period', 'basis', 'positive_members', 'gini'],
    members='positive_members', centre='gini * positive_members / nullif(positive_members - 1, 0)'
) }}

select
    dimension,
    period,
    basis,
    positive_members,
    cast(gini as decimal(18, 9)) as gini,
    case when positive_members >= {{ fewest_members }} then cast(greatest(low, 0) as decimal(18, 9)) end as gini_low,
    case when positive_members >= {{ fewest_members }} then cast(least(high, 1) as decimal(18, 9)) end as gini_high
from limits
