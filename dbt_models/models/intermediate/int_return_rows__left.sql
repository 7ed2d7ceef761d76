-- Landed rows of return sources that are no return of their own, by source, month and why: older versions, repeats,
-- rows that make no sense, refunds, and order lines beyond the one that stands for its order. A line counts in its
-- order's month, so lines of another month move there ('delivered', once less and once more).
with

landed as (

    {% for relation, moment in [
        ('stg_returns', 'returned_at'), ('stg_orders', 'ordered_at'), ('stg_order_lines', 'ordered_at')
    ] %}
    select
        coalesce(return_source, contract) as source,
        {{ local_month(moment) }} as month,
        row_status
    from {{ ref(relation) }}
    where row_status <> 'current' and {{ "true" if relation == 'stg_returns' else "return_source is not null" }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

lines as (

    select
        lines.return_source as line_source,
        {{ local_month('lines.ordered_at') }} as line_month,
        coalesce(orders.return_source, lines.return_source) as source,
        {{ local_month('orders.ordered_at') }} as month
    from {{ ref('int_order_lines__priced') }} as lines
    inner join {{ ref('int_orders__unioned') }} as orders
        on lines.order_id_key = orders.order_id_key
    where lines.return_source is not null and orders.takes_lines

),

line_parts as (

    {% for part, items, prefix, condition in [
        ('gathered', 'count(*)', '', 'true'),
        ('delivered', 'count(*)', '', 'month <> line_month or source <> line_source'),
        ('delivered', '-count(*)', 'line_', 'month <> line_month or source <> line_source'),
    ] %}
    select
        {{ prefix }}source as source,
        {{ prefix }}month as month,
        '{{ part }}' as part,
        {{ items }} as items
    from lines
    where {{ condition }}
    group by {{ prefix }}source, {{ prefix }}month
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

order_parts as (

    {% for part, items, condition in [
        ('gathered', '-count(*)', "made_from = 'lines'"),
        ('refunds', 'count(*)', "kind = 'refund'"),
    ] %}
    select
        return_source as source,
        {{ local_month('ordered_at') }} as month,
        '{{ part }}' as part,
        {{ items }} as items
    from {{ ref('int_orders__unioned') }}
    where return_source is not null and {{ condition }}
    group by return_source, {{ local_month('ordered_at') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

left_rows as (

    select
        source,
        month,
        case row_status when 'duplicate' then 'duplicates' else row_status end as part,
        count(*) as items
    from landed
    group by source, month, row_status
    union all
    select * from line_parts
    union all
    select * from order_parts

)

select
    source,
    month,
    part,
    cast(sum(items) as bigint) as items
from left_rows
group by source, month, part
