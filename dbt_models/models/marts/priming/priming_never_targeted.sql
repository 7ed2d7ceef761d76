-- Who was never written to has no time zero, so no curve: how many returns come of a thousand of them in a month. Only
-- who was known before the month counts, with all returns in it; those who become known by returning would make any
-- rate high.
with

-- Whole months from the first return on.
months as (

    select dates.month_starts_on as month
    from {{ ref('dim_dates') }} as dates
    cross join (
        select min({{ local_date('earliest_at') }}) as first_returned_on
        from {{ ref('int_returns__unioned') }}
    ) as returns
    group by dates.month_starts_on, returns.first_returned_on
    having
        min(dates.date_on) = dates.month_starts_on
        and {{ month_of('max(dates.date_on) + interval 1 day') }} <> dates.month_starts_on
        and dates.month_starts_on >= returns.first_returned_on

),

units as (

    select
        case when accounts.account_key is null then 'contact' else 'account' end as unit,
        created.party_key,
        {{ local_month('created.created_at') }} as known_month
    from {{ ref('int_parties__created') }} as created
    left join (
        select distinct party_key
        from {{ ref('int_touches__stretched') }}
    ) as touched
        on created.party_key = touched.party_key
    left join {{ account_keys() }} as accounts
        on created.party_key = accounts.account_key
    where touched.party_key is null

),

known as (

    select
        known.unit,
        months.month,
        sum(known.units) as units
    from months
    inner join (
        select
            unit,
            known_month,
            count(*) as units
        from units
        group by unit, known_month
    ) as known
        on months.month > known.known_month
    group by known.unit, months.month

),

-- A join with the days of the year instead would meet each unit with every later month.
dated as (

    select
        party_key,
        {{ month_of("cast('1970-01-01' as date) + cast(returned_day as integer)") }} as month
    from {{ ref('int_unit_returns__listed') }}

),

returned as (

    select
        units.unit,
        dated.month,
        count(*) as returns
    from units
    inner join dated
        on units.party_key = dated.party_key
    where units.known_month < dated.month
    group by units.unit, dated.month

)

select
    known.unit,
    known.month,
    cast(known.units as bigint) as units,
    coalesce(returned.returns, 0) as returns,
    cast(1000 * coalesce(returned.returns, 0) / nullif(cast(known.units as double), 0) as decimal(18, 6))
        as returns_per_1000
from known
left join returned
    on known.unit = returned.unit and known.month = returned.month
