with

headers as (

    {{ resolve_party(ref('stg_orders'), customer_id=true) }}

),

sorted as (

    select
        *,
        coalesce(kind, case when amount < 0 then 'refund' else 'order' end) as order_kind
    from headers

),

-- An order that has a header of its own keeps it; its lines only add what the header leaves out.
from_headers as (

    select
        sorted.row_key as order_key,
        sorted.order_id_key,
        sorted.deal_id_key,
        coalesce(sorted.contact_key, gathered.contact_key, linked.contact_key) as contact_key,
        coalesce(sorted.account_key, gathered.account_key, linked.account_key) as account_key,
        sorted.order_id,
        sorted.order_kind as kind,
        sorted.currency,
        sorted.country,
        sorted.return_source,
        sorted.contract,
        'header' as made_from,
        coalesce(gathered.lines, 0) as lines,
        coalesce(
            {{ to_cents(signed_amount('sorted.amount', 'sorted.order_kind')) }}, gathered.amount
        ) as amount,
        coalesce(
            {{ to_cents(in_reporting_currency(
                signed_amount('sorted.amount', 'sorted.order_kind'), 'sorted.currency', 'rates.rate'
            )) }},
            gathered.amount_reporting
        ) as amount_reporting,
        coalesce(gathered.has_conflict, false) as has_conflict,
        sorted.ordered_is_date_only,
        sorted.ordered_at
    from sorted
    left join {{ ref('int_order_lines__gathered') }} as gathered
        on sorted.order_id_key = gathered.order_id_key
    left join {{ ref('int_things__represented') }} as linked
        on sorted.order_id_key = linked.thing_key
    {{ join_rate_of('sorted', 'ordered_at') }}

),

from_lines as (

    select
        gathered.order_id_key as order_key,
        gathered.order_id_key,
        cast(null as bigint) as deal_id_key,
        coalesce(gathered.contact_key, linked.contact_key) as contact_key,
        coalesce(gathered.account_key, linked.account_key) as account_key,
        gathered.order_id,
        gathered.kind,
        gathered.currency,
        gathered.country,
        gathered.return_source,
        gathered.contract,
        'lines' as made_from,
        gathered.lines,
        gathered.amount,
        gathered.amount_reporting,
        gathered.has_conflict,
        gathered.ordered_is_date_only,
        gathered.ordered_at
    from {{ ref('int_order_lines__gathered') }} as gathered
    left join (select distinct order_id_key from headers) as headed
        on gathered.order_id_key = headed.order_id_key
    left join {{ ref('int_things__represented') }} as linked
        on gathered.order_id_key = linked.thing_key
    where headed.order_id_key is null

),

unioned as (

    select * from from_headers
    union all
    select * from from_lines

)

-- Where a number stands for an order and for its refund, lines belong to the order.
select
    *,
    row_number() over (partition by order_id_key order by kind asc nulls last, order_key asc nulls last)
    = 1 as takes_lines
from unioned
