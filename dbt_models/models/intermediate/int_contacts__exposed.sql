-- How many known persons had been reached by the 15th of each month. A stretch of time is as wide as the lookback, so
-- the touches of a party in one stretch cover every 15th from after its first touch until a lookback after its last:
-- one span of months for each stretch, cut where the next begins. No person meets a month before spans are counted.
{% set month = '(12 * months.year_number + months.month_number)' %}
{% set stratum = 'region, known_from, customer_from' %}
with

spans as (

    select
        party_key,
        first_month,
        least(last_month, lead(first_month) over (partition by party_key order by stretch asc nulls last) - 1)
            as last_month
    from (
        select
            party_key,
            stretch,
            {{ mid_month_number('first_touched_at') }} + 1 as first_month,
            {{ mid_month_number('last_touched_at + interval ' ~ var('lookback_days') ~ ' day') }} as last_month
        from {{ ref('int_touches__stretched') }}
        where party_key <> 0
    ) as stretches

),

-- Who was reached in person would not answer for a colleague: taken off those whose account was reached.
parties as (

    select
        contact_key as party_key,
        {{ stratum }},
        1 as direct,
        case when account_key is null then 0 else -1 end as same_account
    from {{ ref('int_contacts__profiled') }}

    union all

    select
        account_key as party_key,
        {{ stratum }},
        0 as direct,
        count(*) as same_account
    from {{ ref('int_contacts__profiled') }}
    where account_key is not null
    group by account_key, {{ stratum }}

),

counted as (

    select
        region,
        customer_from,
        known_from as first_month,
        cast(null as bigint) as last_month,
        count(*) as contacts,
        0 as direct,
        0 as same_account
    from {{ ref('int_contacts__profiled') }}
    group by {{ stratum }}

    union all

    select
        parties.region,
        parties.customer_from,
        greatest(spans.first_month, parties.known_from) as first_month,
        spans.last_month,
        0 as contacts,
        sum(parties.direct) as direct,
        sum(parties.same_account) as same_account
    from parties
    inner join spans
        on parties.party_key = spans.party_key
    where greatest(spans.first_month, parties.known_from) <= spans.last_month
    group by
        parties.region, parties.customer_from, greatest(spans.first_month, parties.known_from), spans.last_month

)

select
    counted.region,
    case when counted.customer_from <= {{ month }} then 'customer' else 'prospect' end as relation,
    months.month_starts_on as month,
    cast(sum(counted.contacts) as bigint) as contacts,
    cast(sum(counted.direct) as bigint) as direct,
    cast(sum(counted.same_account) as bigint) as same_account
from counted
inner join {{ ref('dim_dates') }} as months
    on
        extract(day from months.date_on) = 15
        and counted.first_month <= {{ month }}
        and coalesce(counted.last_month, {{ month }}) >= {{ month }}
group by
    counted.region,
    case when counted.customer_from <= {{ month }} then 'customer' else 'prospect' end,
    months.month_starts_on
