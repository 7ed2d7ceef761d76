-- Customers active at the end of each quarter, by how they were served in it, and how many ordered again in the four
-- quarters after it. A purchase makes a customer active in its quarter and the three after it, until the next one.
with

offsets as (

    {% for quarters in range(4) %}
    select {{ quarters }} as quarters_since
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

last_over as (

    select max(case when is_over then period_number end) as quarter_number
    from {{ ref('int_revenue_periods__numbered') }}
    where grain = 'quarter'

),

bought as (

    select distinct
        cast(customer_key as bigint) as customer_key,
        cast(floor(month_number / 3) as bigint) as quarter_number
    from {{ ref('int_customer_months__summed') }}
    where customer_key is not null and purchases > 0

),

followed as (

    select
        customer_key,
        quarter_number,
        min(quarter_number) over (partition by customer_key) as first_quarter_number,
        min(quarter_number) over () as begins_quarter_number,
        lead(quarter_number) over (
            partition by customer_key order by quarter_number asc nulls last
        ) as next_quarter_number
    from bought

),

active as (

    select
        followed.customer_key,
        followed.first_quarter_number,
        followed.next_quarter_number,
        followed.quarter_number + offsets.quarters_since as quarter_number
    from followed
    cross join offsets
    cross join last_over
    where
        coalesce(followed.quarter_number + offsets.quarters_since < followed.next_quarter_number, true)
        -- In the first year of the history nobody knows who is an old customer.
        and followed.quarter_number + offsets.quarters_since >= followed.begins_quarter_number + 3
        and followed.quarter_number + offsets.quarters_since + 4 <= last_over.quarter_number

),

placed as (

    select
        cast(abs(active.customer_key) % {{ jackknife_groups() }} as integer) as group_number,
        {{ company_size('described.employees') }} as company_size,
        case
            when active.quarter_number - active.first_quarter_number < 4 then 'first year'
            when active.quarter_number - active.first_quarter_number < 8 then 'second year'
            else 'longer'
        end as tenure,
        case
            when tickets.tickets >= 4 then '4 and more'
            when tickets.tickets >= 2 then '2 to 3'
            when tickets.tickets = 1 then '1'
            else '0'
        end as tickets,
        case
            when tickets.late_tickets > 0 then 'slow'
            when tickets.tickets > 0 then 'fast'
            else 'none'
        end as band,
        case when active.next_quarter_number <= active.quarter_number + 4 then 1 else 0 end as is_staying
    from active
    left join {{ ref('int_tickets__judged') }} as tickets
        on active.customer_key = tickets.customer_key and active.quarter_number = tickets.quarter_number
    left join {{ ref('int_accounts__described') }} as described
        on active.customer_key = described.account_key

)

select
    group_number,
    company_size,
    tenure,
    tickets,
    band,
    count(*) as customers,
    sum(is_staying) as stayed
from placed
group by group_number, company_size, tenure, tickets, band
