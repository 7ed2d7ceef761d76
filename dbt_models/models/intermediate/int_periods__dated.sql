-- The days of each period that marts about customers speak of, and the period that comes before it. 12 months end on
-- the day as of which the marts are true and begin the day after the same day of the year before.
with

numbered_days as (

    select
        date_on,
        month_starts_on,
        year_number,
        quarter_number,
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
        cast(null as string) as previous_period,
        date_on,
        month_starts_on
    from numbered_days

    union all

    select
        {{ public_key('year_number') }} as period,
        {{ public_key('year_number - 1') }} as previous_period,
        date_on,
        month_starts_on
    from numbered_days

    union all

    select
        {{ quarter_name('year_number', 'quarter_number') }} as period,
        case
            when quarter_number = 1 then {{ quarter_name('year_number - 1', '4') }}
            else {{ quarter_name('year_number', 'quarter_number - 1') }}
        end as previous_period,
        date_on,
        month_starts_on
    from numbered_days

    union all

    select
        'last_12_months' as period,
        'previous_12_months' as previous_period,
        numbered_days.date_on,
        numbered_days.month_starts_on
    from numbered_days
    inner join last_day
        on numbered_days.day_of_calendar > last_day.last_day_of_calendar - 10000

    union all

    select
        'previous_12_months' as period,
        cast(null as string) as previous_period,
        numbered_days.date_on,
        numbered_days.month_starts_on
    from numbered_days
    inner join last_day
        on
            numbered_days.day_of_calendar > last_day.last_day_of_calendar - 20000
            and numbered_days.day_of_calendar <= last_day.last_day_of_calendar - 10000

)

select * from period_days
