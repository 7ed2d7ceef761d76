with

lines as (

    select
        {{ public_key('lines.order_line_key') }} as order_line_key,
        {{ public_key('orders.order_key') }} as order_key,
        {{ public_key('lines.contact_key') }} as contact_key,
        {{ public_key('lines.account_key') }} as account_key,
        {{ public_key(customer_key('lines.contact_key', 'lines.account_key')) }} as customer_key,
        {{ public_key('lines.product_id_key') }} as product_key,

        lines.order_id,
        lines.line_id,
        lines.product_id,
        lines.product_name,
        lines.kind,
        lines.unit,
        lines.currency,
        lines.country,
        lines.contract,

        lines.quantity,
        lines.unit_price,
        lines.amount,
        lines.amount_reporting,

        lines.ordered_is_date_only,

        {{ local_date('lines.ordered_at') }} as ordered_on,
        lines.ordered_at
    from {{ ref('int_order_lines__priced') }} as lines
    inner join {{ ref('int_orders__unioned') }} as orders
        on lines.order_id_key = orders.order_id_key
    where orders.takes_lines

)

select * from lines
