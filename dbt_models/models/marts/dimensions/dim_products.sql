-- Order lines spell a product in several ways: the most frequent spelling names one that no product list names.
with

spelled as (

    select
        product_id_key,
        product_id,
        product_name,
        unit,
        count(*) as lines
    from {{ ref('stg_order_lines') }}
    where row_status = 'current' and product_id_key is not null
    group by product_id_key, product_id, product_name, unit

),

ranked as (

    select
        *,
        row_number() over (
            partition by product_id_key
            order by
                case when product_name is null then 1 else 0 end asc nulls last,
                lines desc,
                product_name asc nulls last,
                product_id asc nulls last,
                unit asc nulls last
        ) as choice
    from spelled

),

sold as (

    select * from ranked
    where choice = 1

),

listed as (

    select
        product_id_key,
        product_id,
        product_name,
        category,
        unit,
        is_gone_at_source,
        row_number() over (
            partition by product_id_key
            order by coalesce(version_at, exported_at) desc nulls last, row_key asc nulls last
        ) as choice
    from {{ ref('stg_products') }}
    where row_status = 'current'

),

newest as (

    select * from listed
    where choice = 1

),

products as (

    select
        {{ public_key('coalesce(newest.product_id_key, sold.product_id_key)') }} as product_key,
        coalesce(newest.product_id, sold.product_id) as product_id,
        coalesce(newest.product_name, sold.product_name) as product_name,
        newest.category,
        coalesce(newest.unit, sold.unit) as unit,
        newest.product_id_key is not null as has_record,
        coalesce(newest.is_gone_at_source, false) as is_gone_at_source
    from newest
    full outer join sold
        on newest.product_id_key = sold.product_id_key

)

select * from products
