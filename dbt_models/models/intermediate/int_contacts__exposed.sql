-- How many known persons had been reached by the 15th of each month. A stretch of time is as wide as the lookback, so
-- the touches of a party in one stretch cover every 15th from after its first touch until a lookback after its last:
-- one span of months for each stretch, cut where the next begins. No person meets a month before spans are counted.
with

spans as (

    select
        party_key,
        {{ mid_month_number('first_touched_at') }} + 1 as first_month,
        {{ mid_month_number('last_touched_at + interval ' ~ var('lookback_days') ~ ' day') }} as last_month,
        lead({{ mid_month_number('first_touched_at') }} + 1)
            over (partition by party_key order by stretch asc nulls last) as next_first_month
    from {{ ref('int_touches__stretched') }}
    where party_key <> 0

),

cut_spans as (

    select
        party_key,
        first_month,
        least(last_month, next_first_month - 1) as last_month
    from spans
    where first_month <= least(last_month, next_first_month - 1)

),

colleagues as (

    select
        account_key,
        region,
        known_from,
        customer_from,
        count(*) as contacts
    from {{ ref('int_contacts__profiled') }}
    where account_key is not null
    group by account_key, region, known_from, customer_from

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
    group by region, customer_from, known_from

    union all

    -- Who was reached in person would not answer for a colleague: taken off those whose account was reached.
    select
        contacts.region,
        contacts.customer_from,
        greatest(cut_spans.first_month, contacts.known_from) as first_month,
        cut_spans.last_month,
        0 as contacts,
        count(*) as direct,
        -count(contacts.account_key) as same_account
    from {{ ref('int_contacts__profiled') }} as contacts
    inner join cut_spans
        on contacts.contact_key = cut_spans.party_key
    group by
        contacts.region, contacts.customer_from, greatest(cut_spans.first_month, contacts.known_from),
        cut_spans.last_month

    union all

    select
        colleagues.region,
        colleagues.customer_from,
        greatest(cut_spans.first_month, colleagues.known_from) as first_month,
        cut_spans.last_month,
        0 as contacts,
        0 as direct,
        sum(colleagues.contacts) as same_account
    from colleagues
    inner join cut_spans
        on colleagues.account_key = cut_spans.party_key
    group by
        colleagues.region, colleagues.customer_from, greatest(cut_spans.first_month, colleagues.known_from),
        cut_spans.last_month

),

months as (

    select
        month_starts_on,
        12 * year_number + month_number as month_counter
    from {{ ref('dim_dates') }}
    where extract(day from date_on) = 15

),

exposed as (

    select
        counted.region,
        case when counted.customer_from <= months.month_counter then 'customer' else 'prospect' end as relation,
        months.month_starts_on as month,
        cast(sum(counted.contacts) as bigint) as contacts,
        cast(sum(counted.direct) as bigint) as direct,
        cast(sum(counted.same_account) as bigint) as same_account
    from counted
    inner join months
        on
            counted.first_month <= months.month_counter
            and coalesce(counted.last_month, months.month_counter) >= months.month_counter
    group by
        counted.region,
        case when counted.customer_from <= months.month_counter then 'customer' else 'prospect' end,
        months.month_starts_on

)

select * from exposed
