-- What the deals forecast for a month came to. Who is late closes after the expected day, or is still open after it.
{% set curves = [
    ('stage', 'compelling_event'), ('stage', "'all'"), ("'all'", 'compelling_event'), ("'all'", "'all'"),
] %}
{% set told = [
    'won_on_time', 'slipped', 'lost', 'gone', 'won_on_time_amount', 'first_deals', 'first_won_on_time',
] %}
{% set keys = ['month_starts_on', 'stage', 'compelling_event'] %}
with

forecasts as (

    {% for stage, event in curves %}
    select
        month_starts_on,
        {{ stage }} as stage,
        {{ event }} as compelling_event,
        shown_on,
        amount_reporting,
        probability,
        outcome,
        late_days,
        is_closed,
        forecast_number = 1 as is_first
    from {{ ref('int_deals__forecast') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

exits as (

    select
        {{ keys | join(',\n        ') }},
        late_days,
        count(*) as exits,
        count(case when is_closed then 1 end) as events,
        0 as competing
    from forecasts
    where late_days > 0
    group by {{ keys | join(', ') }}, late_days

),

{{ kaplan_meier('late', 'exits', curve=keys, time='late_days') }},

medians as (

    select
        {{ keys | join(',\n        ') }},
        min(case when survival <= 0.5 and events > 0 then late_days end) as median_slip_days
    from late
    group by {{ keys | join(', ') }}

),

summed as (

    select
        {{ keys | join(',\n        ') }},
        min(shown_on) as shown_on,
        count(*) as deals,
        sum(amount_reporting) as forecast_amount,
        sum(cast(amount_reporting as decimal(28, 6)) * probability) as stated_amount,
        sum(probability) / nullif(count(probability), 0) as stated_probability,
        count(outcome) as known_deals,
        {% for outcome, column in {
            'won': 'won_on_time', 'lost': 'lost', 'slipped': 'slipped', 'gone': 'gone',
        }.items() %}
        count(case when outcome = '{{ outcome }}' then 1 end) as {{ column }},
        {% endfor %}
        {{ to_cents("coalesce(sum(case when outcome = 'won' then amount_reporting end), 0)") }} as won_on_time_amount,
        count(case when late_days > 0 then 1 end) as late,
        count(case when is_first and outcome <> 'gone' then 1 end) as first_deals,
        count(case when is_first and outcome = 'won' then 1 end) as first_won_on_time
    from forecasts
    group by {{ keys | join(', ') }}

)

select
    summed.month_starts_on as month,
    summed.stage,
    summed.compelling_event,
    summed.shown_on as known_on,
    summed.deals,
    {{ to_cents('summed.forecast_amount') }} as forecast_amount,
    {{ to_cents('summed.stated_amount') }} as stated_amount,
    cast(summed.stated_probability as decimal(18, 6)) as stated_probability,
    -- Filled by the statistics, from what was known on the first of the month.
    cast(null as decimal(18, 6)) as calibrated_probability,
    {% for column in told %}
    case when summed.known_deals = summed.deals then summed.{{ column }} end as {{ column }},
    {% endfor %}
    summed.late,
    medians.median_slip_days,
    case
        when summed.known_deals < summed.deals then 'no export after the month tells what became of them'
        when summed.late = 0 then 'none is late'
        when medians.median_slip_days is null then 'fewer than half of the late ones have closed'
    end as reason
from summed
left join medians
    on
        summed.month_starts_on = medians.month_starts_on
        and summed.stage = medians.stage
        and summed.compelling_event = medians.compelling_event
