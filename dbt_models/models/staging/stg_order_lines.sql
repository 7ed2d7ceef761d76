with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.order_id_key,
        landed.line_id_key,
        landed.customer_id_key,
        landed.product_id_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.order_id,
        landed.line_id,
        landed.customer_id,
        landed.kind,
        landed.product_id,
        landed.product_name,
        landed.unit,
        landed.currency,
        landed.country,

        landed.quantity,
        landed.unit_price,
        landed.amount,

        landed.ordered_is_date_only,

        landed.ordered_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='ordered_at', amount='quantity', price='unit_price') }} as quarantine_reason

    from {{ source('landing', 'order_lines') }} as landed
    {{ join_delivery() }}
    {{ join_rate('ordered_at') }}

),

{{ classify('order_lines') }}

select * from classified
