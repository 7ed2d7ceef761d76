-- Whether somebody was there to handle returns, week by week. Only sources in which answers are recorded can tell.
with

answered as (

    select
        source,
        returned_on,
        {{ day_number('returned_on') }} as returned_day,
        case when answered_at is not null then {{ day_number(local_date('answered_at')) }} end as answered_day
    from {{ ref('fct_returns') }}
    where
        source in (
            select source
            from {{ ref('fct_returns') }}
            where answered_at is not null
        )

),

waited as (

    select
        answered.source,
        {{ week_number('answered.returned_day') }} as week_number,
        answered.answered_day - answered.returned_day as days,
        {{ day_number(local_date('run.as_of')) }} - answered.returned_day as days_observed
    from answered
    cross join {{ source('landing', 'run') }} as run

),

summed as (

    select
        source,
        {{ monday_of('week_number') }} as week_starts_on,
        count(*) as returns,
        count(case when days_observed >= 7 then 1 end) as returns_observed,
        count(case when days_observed >= 7 and days <= 1 then 1 end) as answered_within_1_day,
        count(case when days_observed >= 7 and days <= 7 then 1 end) as answered_within_7_days
    from waited
    group by source, {{ monday_of('week_number') }}

)

select * from summed
