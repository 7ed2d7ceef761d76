-- How soon the tickets of each customer in each quarter were answered. A ticket without an answer is late once the time
-- has passed, if its source tells of answers at all.
{% set late_after_days = 1 %}
with

tickets as (

    {{ resolve_party(ref('stg_tickets')) }}

),

sources as (

    select
        contract,
        count(coalesce(first_answered_at, closed_at)) > 0 as tells_answers
    from tickets
    group by contract

),

judged as (

    select
        {{ customer_key('tickets.contact_key', 'tickets.account_key') }} as customer_key,
        {{ period_number(local_date('tickets.opened_at'), 3) }} as quarter_number,
        case
            when
                coalesce(tickets.first_answered_at, tickets.closed_at, run.as_of)
                > tickets.opened_at + interval {{ late_after_days }} day then 1
            else 0
        end as is_late
    from tickets
    inner join sources
        on tickets.contract = sources.contract and sources.tells_answers
    cross join {{ source('landing', 'run') }} as run

)

select
    customer_key,
    quarter_number,
    count(*) as tickets,
    sum(is_late) as late_tickets
from judged
where customer_key is not null
group by customer_key, quarter_number
