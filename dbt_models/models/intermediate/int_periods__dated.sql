-- The days of each period that marts about customers speak of. 12 months end on the day as of which the marts are true
-- and begin the day after the same day of the year before.
with

numbered_days as (

    select
        date_on,
        month_starts_on,
        year_number,
        10000 * year_number + 100 * month_number + extract(day from date_on) as day_of_calendar
    from {{ ref('dim_dates') }}

),

last_day as (

    select max(day_of_calendar) as last_day_of_calendar
    from numbered_days

),

period_days as (

    select
        'all' as period,
        date_on,
        month_starts_on
    from numbered_days

    union all

    select
        {{ public_key('year_number') }} as period,
        date_on,
        month_starts_on
    from numbered_days

    union all

    select
        'last_12_months' as period,
        numbered_days.date_on,
        numbered_days.month_starts_on
    from numbered_days
    inner join last_day
        on numbered_days.day_of_calendar > last_day.last_day_of_calendar - 10000

)

select * from period_days
