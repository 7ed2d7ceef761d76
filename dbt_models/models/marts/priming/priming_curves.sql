with

followed as (

    select
        unit,
        segment_type,
        segment,
        followed_weeks - 1 as week,
        sum(units) as units
    from {{ ref('int_curve_entries__counted') }}
    group by unit, segment_type, segment, followed_weeks

),

-- The error of ln(survival), as many times as makes 95 %; too few groups of accounts say nothing of it.
survived as (

    select
        curves.*,
        survived.event,
        survived.week,
        survived.at_risk,
        survived.events,
        survived.competing,
        survived.survival,
        survived.cumulative_share,
        case
            when survived.groups >= {{ fewest_groups() }}
                then
                    {{ student_quantile('(1 / nullif(cast(survived.groups - 1 as double), 0))') }}
                    * survived.survival_error / nullif(survived.survival, 0)
        end as margin,
        coalesce(returns.returns, 0) as returns,
        sum(coalesce(followed.units, 0)) over (
            partition by survived.curve_number, survived.event order by survived.week desc nulls last
        ) as units_followed
    from {{ ref('int_curves__survived') }} as survived
    inner join {{ ref('int_curve_units__summed') }} as curves
        on survived.curve_number = curves.curve_number
    left join followed
        on
            curves.unit = followed.unit
            and curves.segment_type = followed.segment_type
            and curves.segment = followed.segment
            and survived.week = followed.week
    left join {{ ref('int_curve_returns__counted') }} as returns
        on
            curves.unit = returns.unit
            and curves.segment_type = returns.segment_type
            and curves.segment = returns.segment
            and survived.event = returns.event
            and survived.week = returns.week

),

averaged as (

    select
        *,
        sum(cast(returns / nullif(cast(units_followed as double), 0) as decimal(28, 18))) over (
            partition by curve_number, event order by week asc nulls last
        ) as mean_returns
    from survived

)

select
    averaged.unit,
    averaged.segment_type,
    averaged.segment,
    averaged.event,
    averaged.week,
    averaged.variant,
    averaged.units,
    averaged.left_truncated,
    cast(averaged.at_risk as bigint) as at_risk,
    cast(averaged.events as bigint) as events,
    cast(averaged.competing as bigint) as competing,
    cast(averaged.overlapped_units / nullif(cast(averaged.units as double), 0) as decimal(18, 9)) as overlap_share,
    {%- for column, value in [
        ('cumulative_share', 'averaged.cumulative_share'),
        ('survival', 'averaged.survival'),
        ('survival_low', log_log_limit('averaged.survival', 'averaged.margin', -1)),
        ('survival_high', log_log_limit('averaged.survival', 'averaged.margin', 1)),
    ] %}
    cast(case when averaged.at_risk > 0 then {{ value }} end as decimal(18, 9)) as {{ column }},
    {%- endfor %}
    cast(case when survived_anyway.at_risk > 0 then survived_anyway.survival end as decimal(18, 9))
        as reference_survival,
    cast(case when averaged.units_followed > 0 then averaged.mean_returns end as decimal(18, 9)) as mean_returns
from averaged
left join {{ ref('int_curve_references__survived') }} as survived_anyway
    on
        averaged.unit = survived_anyway.unit
        and averaged.segment_type = survived_anyway.segment_type
        and averaged.segment = survived_anyway.segment
        and averaged.week = survived_anyway.week
