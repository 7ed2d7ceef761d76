-- What each customer bought in each month; revenue without a customer stands under a null customer.
with

-- How many kinds of product an order holds: its categories, or one where products have none.
purchases as (

    select
        items.customer_key,
        items.purchase_key,
        cast(date_trunc('month', max(items.earned_on)) as date) as month_starts_on,
        max(case when items.is_purchase then 1 else 0 end) as purchases,
        greatest(count(distinct case when items.is_gross then products.category end), 1) as categories,
        sum(items.revenue) as revenue,
        sum(case when items.is_gross then items.revenue end) as gross_revenue
    from {{ ref('int_revenue__itemised') }} as items
    left join {{ ref('dim_products') }} as products
        on items.product_key = products.product_key
    where items.revenue is not null
    group by items.customer_key, items.purchase_key

)

select
    customer_key,
    {{ month_number('month_starts_on') }} as month_number,
    cast(sum(purchases) as bigint) as purchases,
    cast(sum(case when gross_revenue > 0 then purchases * categories end) as bigint) as category_purchases,
    count(case when gross_revenue > 0 then 1 end) as gross_purchases,
    cast(sum(revenue) as decimal(18, 2)) as revenue,
    cast(coalesce(sum(gross_revenue), 0) as decimal(18, 2)) as gross_revenue
from purchases
group by customer_key, month_starts_on
