-- How far those who were approached in a quarter came. Nobody has to take every step: some order without a quote.
{% set steps = {
    'outflow': 'approached_at', 'prospect': 'returned_at', 'meeting': 'met_at', 'quote': 'quoted_at',
    'order': 'purchased_at',
} %}
{% set moments = steps.values() | list %}
with

reached as (

    {% for step, moment in steps.items() %}
    select
        cast(date_trunc('quarter', {{ local_timestamp('approached_at') }}) as date) as cohort_starts_on,
        {{ loop.index }} as step_number,
        '{{ step }}' as step,
        case when {{ moments[[loop.index0 - 1, 0] | max] }} is not null then 1 else 0 end as has_step_before,
        {{ day_number(moment) }} - {{ day_number('approached_at') }} as lag_days
    from {{ ref('int_parties__approached') }}
    where {{ moment }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

placed as (

    select
        *,
        row_number() over (partition by cohort_starts_on, step order by lag_days asc nulls last) as place,
        count(*) over (partition by cohort_starts_on, step) as parties
    from reached

),

summed as (

    select
        cohort_starts_on,
        step_number,
        step,
        max(parties) as parties,
        sum(has_step_before) as with_step_before,
        min(case when 2 * place >= parties then lag_days end) as median_lag_days,
        sum(lag_days) as lag_days
    from placed
    group by cohort_starts_on, step_number, step

),

-- Every cohort has every step, be it nobody's.
cohorts as (

    {% for step in steps %}
    select
        cohort_starts_on,
        parties as approached,
        {{ loop.index }} as step_number,
        '{{ step }}' as step
    from summed
    where step = 'outflow'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

complete as (

    select
        cohorts.*,
        coalesce(summed.parties, 0) as parties,
        coalesce(summed.with_step_before, 0) as with_step_before,
        summed.median_lag_days,
        cast(summed.lag_days / nullif(summed.parties, 0) as decimal(18, 3)) as mean_lag_days,
        lag(coalesce(summed.parties, 0)) over (
            partition by cohorts.cohort_starts_on order by cohorts.step_number asc nulls last
        ) as parties_before
    from cohorts
    left join summed
        on cohorts.cohort_starts_on = summed.cohort_starts_on and cohorts.step = summed.step

)

select
    cohort_starts_on,
    step,
    step_number,
    parties,
    cast(parties / nullif(approached, 0) as decimal(18, 9)) as reached_share,
    cast(with_step_before as bigint) as with_step_before,
    cast(with_step_before / nullif(parties_before, 0) as decimal(18, 9)) as passed_on_rate,
    median_lag_days,
    mean_lag_days,
    {{ day_number('last_day.last_on') }} - {{ day_number('cohort_starts_on') }} as days_since_start
from complete
cross join (select max(date_on) as last_on from {{ ref('dim_dates') }}) as last_day
