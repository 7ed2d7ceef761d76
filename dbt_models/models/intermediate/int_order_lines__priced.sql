with

lines as (

    {{ resolve_party(ref('stg_order_lines'), customer_id=true) }}

),

-- A source that says nothing of refunds writes them as negative quantities.
sorted as (

    select
        *,
        coalesce(kind, case when quantity < 0 then 'refund' else 'order' end) as line_kind,
        coalesce(amount, cast(cast(quantity as decimal(28, 6)) * unit_price as decimal(18, 6))) as line_amount
    from lines

),

priced as (

    select
        sorted.row_key as order_line_key,
        sorted.order_id_key,
        sorted.product_id_key,
        sorted.contact_key,
        sorted.account_key,

        sorted.order_id,
        sorted.line_id,
        sorted.product_id,
        sorted.product_name,
        sorted.unit,
        sorted.line_kind as kind,
        sorted.currency,
        sorted.country,
        sorted.return_source,
        sorted.contract,

        sorted.quantity,
        sorted.unit_price,
        {{ to_cents(signed_amount('sorted.line_amount', 'sorted.line_kind')) }} as amount,
        {{ to_cents(in_reporting_currency(
            signed_amount('sorted.line_amount', 'sorted.line_kind'), 'sorted.currency', 'rates.rate'
        )) }} as amount_reporting,

        sorted.ordered_is_date_only,

        sorted.ordered_at
    from sorted
    {{ join_rate_of('sorted', 'ordered_at') }}

)

select * from priced
