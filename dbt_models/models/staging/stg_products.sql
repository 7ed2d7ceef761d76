with

judged as {{ read_each_time() }} (

    select
        landed.product_id_key,

        landed.product_id,
        landed.product_name,
        landed.category,
        landed.unit,

        {{ lineage() }},

        {{ quarantine_reason() }} as quarantine_reason

    from {{ source('landing', 'products') }} as landed
    {{ join_delivery() }}

),

{{ classify('products') }}

select * from classified
