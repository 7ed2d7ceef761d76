with

named as (

    select
        deal_key,
        contact_key,
        true as is_main
    from {{ ref('int_deals__identified') }}
    where contact_key is not null

    union all

    select
        deals.deal_key,
        linked.contact_key,
        false as is_main
    from {{ ref('int_deals__identified') }} as deals
    inner join {{ ref('int_things__linked') }} as linked
        on deals.deal_id_key = linked.thing_key
    where linked.contact_key is not null

)

select
    {{ public_key('deal_key') }} as deal_key,
    {{ public_key('contact_key') }} as contact_key,
    max(case when is_main then 1 else 0 end) = 1 as is_main
from named
group by deal_key, contact_key
