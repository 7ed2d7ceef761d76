-- Of several linked parties the smallest key stands for the thing; the bridges name them all.
with

represented as (

    select
        thing_key,
        min(contact_key) as contact_key,
        min(account_key) as account_key
    from {{ ref('int_things__linked') }}
    group by thing_key

)

select * from represented
