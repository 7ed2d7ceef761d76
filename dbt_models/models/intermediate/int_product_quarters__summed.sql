-- All revenue by quarter: what can be told apart into price and quantity by product, currency and unit; the rest whole.
-- The price of a mistyped quantity, such as a millionth, times another's quantity fits no column and explains nothing.
{% set most_pieces, highest_price = '1000000000', '100000000000' %}
with

judged as (

    select
        cast(date_trunc('quarter', earned_on) as date) as quarter_starts_on,
        case
            when not is_purchase then 'refunds'
            when customer_key is null then 'without_customer'
            when
                is_gross
                and product_key is not null
                and quantity > 0
                and quantity < {{ most_pieces }}
                and abs(cast(amount as double)) < cast(quantity as double) * {{ highest_price }}
                then 'sales'
            else 'other'
        end as basis,
        product_key,
        currency,
        unit,
        quantity,
        amount,
        revenue
    from {{ ref('int_revenue__itemised') }}
    where revenue is not null

),

keyed as (

    select
        quarter_starts_on,
        basis,
        case when basis = 'sales' then product_key else '(none)' end as product_key,
        case when basis = 'sales' then currency else '{{ var("currency") }}' end as currency,
        case when basis = 'sales' then coalesce(unit, '(none)') else '(none)' end as unit,
        case when basis = 'sales' then quantity end as quantity,
        case when basis = 'sales' then amount end as amount,
        revenue
    from judged

)

select
    quarter_starts_on,
    basis,
    product_key,
    currency,
    unit,
    cast(sum(quantity) as decimal(28, 6)) as quantity,
    cast(sum(amount) as decimal(28, 2)) as amount,
    cast(sum(revenue) as decimal(28, 2)) as revenue
from keyed
group by quarter_starts_on, basis, product_key, currency, unit
