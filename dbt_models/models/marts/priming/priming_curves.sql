with

-- The error of ln(survival), as many times as makes 95 %; too few groups of accounts say nothing of it.
survived as (

    select
        *,
        case
            when groups >= {{ fewest_groups() }}
                then {{ student_quantile('cast(groups - 1 as double)') }} * survival_error / nullif(survival, 0)
        end as margin
    from {{ ref('int_curves__survived') }}

),

returned as (

    select
        survived.*,
        coalesce(returns.returns, 0) as returns,
        sum(coalesce(returns.follow_ends, 0)) over (
            partition by survived.unit, survived.segment_type, survived.segment, survived.event
            order by survived.week desc nulls last
        ) as units_followed
    from survived
    left join {{ ref('int_curve_returns__counted') }} as returns
        on
            survived.unit = returns.unit
            and survived.segment_type = returns.segment_type
            and survived.segment = returns.segment
            and survived.event = returns.event
            and survived.week = returns.week

),

averaged as (

    select
        *,
        sum(cast(returns / nullif(cast(units_followed as double), 0) as decimal(28, 18))) over (
            partition by unit, segment_type, segment, event
            order by week asc nulls last
        ) as mean_returns
    from returned

),

curves as (

    select
        averaged.unit,
        averaged.segment_type,
        averaged.segment,
        averaged.event,
        averaged.week,

        case
            when averaged.segment_type in ('channel_exclusive', 'targeting_exclusive') then 'exclusive'
            else 'standard'
        end as variant,

        units.units,
        units.left_truncated,
        cast(averaged.at_risk as bigint) as at_risk,
        cast(averaged.events as bigint) as events,
        cast(averaged.competing as bigint) as competing,

        cast(units.overlapped_units / nullif(cast(units.units as double), 0) as decimal(18, 9)) as overlap_share,
        {%- for column, value in [
            ('cumulative_share', 'averaged.cumulative_share'),
            ('survival', 'averaged.survival'),
            ('survival_low', log_log_limit('averaged.survival', 'averaged.margin', -1)),
            ('survival_high', log_log_limit('averaged.survival', 'averaged.margin', 1)),
        ] %}
        cast(case when averaged.at_risk > 0 then {{ value }} end as decimal(18, 9)) as {{ column }},
        {%- endfor %}
        cast(
            case when survived_anyway.reference_weight > 0 then survived_anyway.reference_survival end
            as decimal(18, 9)
        ) as reference_survival,
        cast(case when averaged.units_followed > 0 then averaged.mean_returns end as decimal(18, 9)) as mean_returns
    from averaged
    inner join {{ ref('int_curve_units__summed') }} as units
        on
            averaged.unit = units.unit
            and averaged.segment_type = units.segment_type
            and averaged.segment = units.segment
    left join {{ ref('int_curve_references__survived') }} as survived_anyway
        on
            averaged.unit = survived_anyway.unit
            and averaged.segment_type = survived_anyway.segment_type
            and averaged.segment = survived_anyway.segment
            and averaged.week = survived_anyway.week

)

select * from curves
