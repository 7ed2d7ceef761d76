-- Lines make their order: the first line dates it, its only customer bought it. Lines that disagree on the moment, the
-- customer or the currency still make one order, which says so in `has_conflict`.
with

gathered as (

    select
        order_id_key,
        min(order_id) as order_id,
        case when sum(case when kind = 'order' then 1 else 0 end) > 0 then 'order' else 'refund' end as kind,
        case when count(distinct contact_key) = 1 then min(contact_key) end as contact_key,
        case when count(distinct account_key) = 1 then min(account_key) end as account_key,
        case when count(distinct currency) <= 1 then min(currency) end as currency,
        case when count(distinct country) <= 1 then min(country) end as country,
        min(return_source) as return_source,
        min(contract) as contract,
        count(*) as lines,
        case when count(distinct currency) <= 1 then cast(sum(amount) as decimal(18, 2)) end as amount,
        cast(sum(amount_reporting) as decimal(18, 2)) as amount_reporting,
        count(distinct ordered_at) > 1
        or count(distinct contact_key) > 1
        or count(distinct currency) > 1 as has_conflict,
        min(case when ordered_is_date_only then 1 else 0 end) = 1 as ordered_is_date_only,
        min(ordered_at) as ordered_at
    from {{ ref('int_order_lines__priced') }}
    group by order_id_key

)

select * from gathered
