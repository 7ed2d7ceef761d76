-- Every deal that was to close in a month, as it was known on the month's first day, and what the end of the month
-- brought. What is not known at that end yet is null.
with

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

),

forecasts as (

    select
        *,
        {{ month_of('expected_close_on') }} as month_starts_on,
        {{ month_of(month_of('expected_close_on') ~ ' + 31') }} as next_month_on
    from {{ ref('int_deals__shown') }}
    where status = 'open' and expected_close_on is not null

),

judged as (

    select
        forecasts.deal_key,
        forecasts.month_starts_on,
        forecasts.shown_on,
        forecasts.stage,
        forecasts.compelling_event,
        forecasts.amount_reporting,
        forecasts.probability,
        case
            when followed.last_export_on < forecasts.next_month_on then null
            when followed.closed_on >= forecasts.next_month_on then 'slipped'
            when followed.outcome in ('won', 'lost') then followed.outcome
            when followed.outcome = 'gone' and followed.last_shown_on < forecasts.next_month_on then 'gone'
            else 'slipped'
        end as outcome,
        -- How many days after the expected one it closed, or was last known to be open.
        {{ day_number('coalesce(followed.closed_on, followed.followed_until_on)') }}
        - {{ day_number('forecasts.expected_close_on') }} as late_days,
        followed.closed_on is not null as is_closed,
        row_number() over (
            partition by forecasts.deal_key order by forecasts.month_starts_on asc nulls last
        ) as forecast_number
    from forecasts
    inner join {{ ref('int_deals__followed') }} as followed
        on forecasts.deal_key = followed.deal_key
    cross join last_day
    -- The newest that was known on the first day of the month, and listed then.
    where
        forecasts.shown_on <= forecasts.month_starts_on
        and coalesce(forecasts.next_shown_on > forecasts.month_starts_on, true)
        and coalesce(forecasts.next_export_on > forecasts.month_starts_on, true)
        and forecasts.month_starts_on <= last_day.last_on

)

select * from judged
