-- What each customer adds to the change of revenue, and whether it is a new one. Customers are drawn anew each year: so
-- the limits of shares come from the differences between them.
{% set sums = ['gross_revenue', 'gross_purchases', 'category_purchases'] %}
{% set products = {
    'sum_of_squares': ('change', 'change'), 'sum_of_products': ('change', 'of_new'), 'sum_of_new_squares': ('of_new', 'of_new'),
} %}
with

contributions as (

    select
        *,
        cast(revenue_after - revenue_before as decimal(18, 2)) as change,
        cast(
            case when first_year_number = year_number then revenue_after else 0 end
            - case when first_year_number = year_number - 1 then revenue_before else 0 end as decimal(18, 2)
        ) as of_new,
        customer_key is not null and gross_purchases_before > 0 and gross_purchases_after > 0 as is_same
    from {{ ref('int_customer_years__paired') }}

),

summed as (

    select
        grain,
        year_number,
        max(next_month_number) as next_month_number,
        count(customer_key) as customers,
        sum(revenue_before) as revenue_before,
        sum(revenue_after) as revenue_after,
        sum(change) as change,
        sum(case when customer_key is null then change else 0 end) as delta_without_customer,
        sum(case when customer_key is not null then of_new else 0 end) as delta_new,
        {% for name, (first, second) in products.items() %}
        cast(sum(cast({{ first }} as decimal(28, 2)) * {{ second }}) as double) as {{ name }},
        {% endfor %}
        count(case when is_same then 1 end) as same_customers,
        {% for sum in sums %}
        cast(sum(case when is_same then {{ sum }}_before end) as double) as {{ sum }}_before,
        cast(sum(case when is_same then {{ sum }}_after end) as double) as {{ sum }}_after,
        {% endfor %}
        sum(case when is_same then gross_revenue_after - gross_revenue_before end) as same_change
    from contributions
    group by grain, year_number

)

select * from summed
