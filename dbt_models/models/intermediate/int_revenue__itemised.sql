-- All revenue, item by item, as `revenue_from` says: the lines of orders and refunds with what an order holds beyond
-- its lines, or the won deals. An item belongs to its order's day, and to its order's customer unless it names its own.
with
{% if var('revenue_from') == 'order' %}
lines as (

    select
        lines.order_line_key as item_key,
        'line' as item_kind,
        lines.order_key as purchase_key,
        coalesce(lines.customer_key, orders.customer_key) as customer_key,
        coalesce(lines.account_key, orders.account_key) as account_key,
        lines.product_key,
        lines.kind = 'order' as is_purchase,
        lines.kind = 'order'
        and coalesce(lines.quantity, 1) > 0
        and coalesce(lines.unit_price, lines.amount_reporting) > 0 as is_gross,
        lines.quantity,
        lines.unit,
        coalesce(lines.currency, '{{ var("currency") }}') as currency,
        lines.amount,
        lines.amount_reporting as revenue,
        orders.ordered_on as earned_on
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('fct_orders') }} as orders
        on lines.order_key = orders.order_key

),

summed as (

    select
        purchase_key,
        sum(revenue) as revenue
    from lines
    group by purchase_key

),

-- Shipping, a discount on the whole, or all of it where a source lists no lines.
beyond_lines as (

    select
        orders.order_key as item_key,
        'order' as item_kind,
        orders.order_key as purchase_key,
        orders.customer_key,
        orders.account_key,
        cast(null as string) as product_key,
        orders.kind = 'order' as is_purchase,
        orders.kind = 'order' and orders.amount_reporting - coalesce(summed.revenue, 0) > 0 as is_gross,
        cast(null as decimal(18, 6)) as quantity,
        cast(null as string) as unit,
        cast(null as string) as currency,
        cast(null as decimal(18, 2)) as amount,
        cast(orders.amount_reporting - coalesce(summed.revenue, 0) as decimal(18, 2)) as revenue,
        orders.ordered_on as earned_on
    from {{ ref('fct_orders') }} as orders
    left join summed
        on orders.order_key = summed.purchase_key
    where summed.purchase_key is null or orders.amount_reporting <> summed.revenue

),

itemised as (

    select * from lines
    union all
    select * from beyond_lines

)
{% else %}
itemised as (

    select
        deal_key as item_key,
        'deal' as item_kind,
        deal_key as purchase_key,
        customer_key,
        account_key,
        cast(null as string) as product_key,
        true as is_purchase,
        coalesce(amount_reporting > 0, false) as is_gross,
        cast(null as decimal(18, 6)) as quantity,
        cast(null as string) as unit,
        cast(null as string) as currency,
        amount,
        amount_reporting as revenue,
        {{ local_date('closed_at') }} as earned_on
    from {{ ref('fct_deals') }}
    where status = 'won' and closed_at is not null

)
{% endif %}
select * from itemised
