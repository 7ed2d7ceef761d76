-- How many deals were first known to stand in a stage on the first day of a month, by what became of them and when.
-- A deal counts once per stage, and anew once a compelling event is noted.
{% set first_of_next_month = month_of(month_of('shown_on - 1') ~ ' + 31') %}
with

-- On the first day of the month after an export nothing newer may be known.
states as (

    select
        deal_key,
        stage,
        compelling_event,
        probability,
        {{ first_of_next_month }} as month_on,
        row_number() over (
            partition by deal_key, stage, compelling_event order by shown_on asc nulls last
        ) as place
    from {{ ref('int_deals__shown') }}
    where
        status = 'open'
        and coalesce(next_shown_on > {{ first_of_next_month }}, true)
        and coalesce(next_export_on > {{ first_of_next_month }}, true)

),

followed as (

    select
        states.stage,
        states.compelling_event,
        states.month_on,
        states.probability,
        followed.contract,
        followed.last_export_on,
        case when followed.outcome in ('won', 'lost') then followed.outcome else 'open' end as outcome,
        {{ month_of(month_of('followed.known_on - 1') ~ ' + 31') }} as known_on,
        case
            when followed.closed_on is not null
                then cast(floor(greatest(
                    {{ day_number('followed.closed_on') }} - {{ day_number('states.month_on') }}, 0
                ) / 7) as bigint)
        end as closed_week,
        case
            when followed.outcome = 'gone'
                then cast(floor(greatest(
                    {{ day_number('followed.last_shown_on') }} - {{ day_number('states.month_on') }}, 0
                ) / 7) as bigint)
        end as gone_week
    from states
    inner join {{ ref('int_deals__followed') }} as followed
        on states.deal_key = followed.deal_key
    where states.place = 1

)

select
    contract,
    stage,
    compelling_event,
    month_on,
    outcome,
    known_on,
    closed_week,
    gone_week,
    count(*) as deals,
    count(probability) as stated_deals,
    cast(sum(probability) as decimal(28, 6)) as stated,
    cast(sum(cast(probability as decimal(19, 6)) * probability) as decimal(28, 9)) as stated_squares
from followed
where month_on <= last_export_on
group by contract, stage, compelling_event, month_on, outcome, known_on, closed_week, gone_week
