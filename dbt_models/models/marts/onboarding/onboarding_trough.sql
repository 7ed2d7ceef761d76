-- A week counts for whom it is known whether they were lost in it.
{% set weeks = 52 %}
{% set curves = [
    ("'all'", "'all'"), ("'all'", 'onboarding_kind'), ('quarter_name', "'all'"), ('quarter_name', 'onboarding_kind'),
] %}
with

signups as (

    select
        onboarding_kind,
        {{ quarter_name('extract(year from signed_up_on)', 'extract(quarter from signed_up_on)') }} as quarter_name,
        least(cast(floor(known_days / 7) as bigint), {{ weeks }}) - 1 as last_known_week,
        cast(floor(({{ day_number('lost_on') }} - {{ day_number('signed_up_on') }}) / 7) as bigint) as lost_week
    from {{ ref('int_signups__followed') }}
    where known_days >= 7

),

left_in as (

    select
        onboarding_kind,
        quarter_name,
        least(coalesce(lost_week, last_known_week), last_known_week) as week,
        case when lost_week <= last_known_week then 1 else 0 end as is_lost
    from signups

),

counted as (

    {% for cohort, kind in curves %}
    select
        {{ cohort }} as cohort,
        {{ kind }} as onboarding_kind,
        week,
        count(*) as exits,
        sum(is_lost) as events
    from left_in
    group by
        {{ 'quarter_name,' if cohort == 'quarter_name' }}
        {{ 'onboarding_kind,' if kind == 'onboarding_kind' }}
        week
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

weeks as (

    {% for week in range(weeks) %}
    select {{ week }} as week
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

last_weeks as (

    select
        cohort,
        onboarding_kind,
        max(week) as last_week
    from counted
    group by cohort, onboarding_kind

),

exits as (

    select
        curves.cohort,
        curves.onboarding_kind,
        weeks.week,
        coalesce(counted.exits, 0) as exits,
        coalesce(counted.events, 0) as events,
        0 as competing
    from last_weeks as curves
    inner join weeks
        on curves.last_week >= weeks.week
    left join counted
        on
            curves.cohort = counted.cohort
            and curves.onboarding_kind = counted.onboarding_kind
            and weeks.week = counted.week

),

{{ kaplan_meier('followed', 'exits', curve=['cohort', 'onboarding_kind'], time='week') }}

select
    cohort,
    onboarding_kind,
    cast(week as integer) as week,
    cast(at_risk as bigint) as at_risk,
    cast(events as bigint) as lost,
    cast(events / nullif(at_risk, 0) as decimal(18, 9)) as loss_rate,
    cast(survival as decimal(18, 9)) as survival
from followed
