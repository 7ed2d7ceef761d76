-- Each product beside itself in the quarter, and in the year, before.
{% set grains = {'quarter': 3, 'year': 12} %}
{% set sums = ['quantity', 'amount', 'revenue'] %}
{% set nothing = 'cast(null as decimal(28, 6))' %}
with

numbered as (

    {% for grain, months in grains.items() %}
    select
        '{{ grain }}' as grain,
        {{ period_number('quarter_starts_on', months) }} as period_number,
        basis,
        product_key,
        currency,
        {% for sum in sums %}
        sum({{ sum }}) as {{ sum }},
        {% endfor %}
        unit
    from {{ ref('int_product_quarters__summed') }}
    group by {{ period_number('quarter_starts_on', months) }}, basis, product_key, currency, unit
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

bounds as (

    select
        grain,
        min(period_number) as first_number,
        max(period_number) as last_number
    from numbered
    group by grain

),

firsts as (

    select
        *,
        min(period_number) over (partition by grain, basis, product_key, currency, unit) as first_sold_number
    from numbered

),

both_periods as (

    {% for shift, before, after in [(0, nothing, none), (1, none, nothing)] %}
    select
        firsts.grain,
        firsts.period_number + {{ shift }} as period_number,
        firsts.basis,
        firsts.product_key,
        firsts.currency,
        firsts.unit,
        {% for sum in sums %}
        {{ before or 'firsts.' ~ sum }} as {{ sum }}_before,
        {{ after or 'firsts.' ~ sum }} as {{ sum }}_after,
        {% endfor %}
        firsts.first_sold_number
    from firsts
    inner join bounds
        on firsts.grain = bounds.grain
    where
        firsts.period_number + {{ shift }} > bounds.first_number
        and firsts.period_number + {{ shift }} <= bounds.last_number
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    grain,
    period_number,
    basis,
    product_key,
    currency,
    unit,
    {% for moment in ['before', 'after'] %}
    coalesce(max(quantity_{{ moment }}), 0) as quantity_{{ moment }},
    coalesce(max(amount_{{ moment }}), 0) as amount_{{ moment }},
    cast(coalesce(max(revenue_{{ moment }}), 0) as decimal(28, 2)) as revenue_{{ moment }},
    {% endfor %}
    case
        when basis <> 'sales' then null
        when max(quantity_before) is not null and max(quantity_after) is not null then 'continuing'
        when max(quantity_after) is null then 'dropped'
        when min(first_sold_number) = period_number then 'new'
        else 'returning'
    end as state
from both_periods
group by grain, period_number, basis, product_key, currency, unit
