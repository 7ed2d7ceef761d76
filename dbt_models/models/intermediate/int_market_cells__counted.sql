-- How many accounts of each kind there are: approached and bought, and on the last day buyers and uncovered ones.
with

last_day as (

    select max(date_on) as date_on
    from {{ ref('int_account_parts__dated') }}

),

cells as (

    select
        industry,
        company_size,
        '(none)' as region,
        count(case when is_earlier then 1 end) as earlier_approached,
        count(case when is_earlier and has_bought then 1 end) as earlier_bought,
        count(case when not is_earlier then 1 end) as later_approached,
        count(case when not is_earlier and has_bought then 1 end) as later_bought,
        0 as buyers,
        0 as uncovered
    from {{ ref('int_approaches__described') }}
    group by industry, company_size

    union all

    select
        coalesce(described.industry, '(none)') as industry,
        {{ company_size('described.employees') }} as company_size,
        coalesce(described.region, '(none)') as region,
        0 as earlier_approached,
        0 as earlier_bought,
        0 as later_approached,
        0 as later_bought,
        count(case when parts.part = 'buyer' then 1 end) as buyers,
        count(case when parts.part in ('known_not_approached', 'not_reached') then 1 end) as uncovered
    from {{ ref('int_account_parts__dated') }} as parts
    inner join last_day
        on parts.date_on = last_day.date_on
    left join {{ ref('int_accounts__described') }} as described
        on parts.account_key = described.account_key
    group by
        coalesce(described.industry, '(none)'), {{ company_size('described.employees') }},
        coalesce(described.region, '(none)')

)

select
    industry,
    company_size,
    region,
    cast(sum(earlier_approached) as bigint) as earlier_approached,
    cast(sum(earlier_bought) as bigint) as earlier_bought,
    cast(sum(later_approached) as bigint) as later_approached,
    cast(sum(later_bought) as bigint) as later_bought,
    cast(sum(buyers) as bigint) as buyers,
    cast(sum(uncovered) as bigint) as uncovered
from cells
group by industry, company_size, region
