-- What would have come anyway: the survival of quiet units beside each curve. For each week in which units entered, the
-- units that were quiet then are followed from that week; each stands for as many entered units as it has to, so that
-- entry weeks weigh as much as in the curve. Regions are compared with the same region.
with

entered as (

    select
        unit,
        segment_type,
        segment,
        case when segment_type = 'region' then segment end as region,
        cast(floor({{ day_number('started_on') }} / 7) as bigint) as entry_week,
        count(*) as units
    from {{ ref('int_units__followed') }}
    where followed_weeks > 0
    group by unit, segment_type, segment, cast(floor({{ day_number('started_on') }} / 7) as bigint)

),

entry_weeks as (

    select distinct
        unit,
        entry_week
    from entered

),

-- A quiet unit leaves the cohort of a week by its return, or else after the last week that it was quiet to the end.
cohorts as (

    select
        spells.unit,
        spells.region,
        entry_weeks.entry_week,
        least(
            spells.last_week - entry_weeks.entry_week - case when spells.is_ended_by_return then 0 else 1 end,
            {{ last_curve_week() }}
        ) as week,
        sum(spells.spells) as exits,
        sum(
            case
                when
                    spells.is_ended_by_return
                    and spells.last_week - entry_weeks.entry_week <= {{ last_curve_week() }}
                    then spells.spells
                else 0
            end
        ) as events
    from {{ ref('int_quiet_spells__counted') }} as spells
    inner join entry_weeks
        on
            spells.unit = entry_weeks.unit
            and spells.first_week <= entry_weeks.entry_week
            and entry_weeks.entry_week
            <= spells.last_week - case when spells.is_ended_by_return then 0 else 1 end
    group by
        spells.unit,
        spells.region,
        entry_weeks.entry_week,
        least(
            spells.last_week - entry_weeks.entry_week - case when spells.is_ended_by_return then 0 else 1 end,
            {{ last_curve_week() }}
        )

),

matched as (

    select
        entered.unit,
        entered.segment_type,
        entered.segment,
        entered.entry_week,
        entered.units,
        cohorts.week,
        sum(cohorts.exits) as exits,
        sum(cohorts.events) as events
    from entered
    inner join cohorts
        on
            entered.unit = cohorts.unit
            and entered.entry_week = cohorts.entry_week
            and (entered.region is null or entered.region = cohorts.region)
    group by
        entered.unit, entered.segment_type, entered.segment, entered.entry_week, entered.units, cohorts.week

),

weighed as (

    select
        *,
        units / nullif(
            cast(
                sum(exits) over (partition by unit, segment_type, segment, entry_week) as double
            ), 0
        ) as weight
    from matched

),

exits as (

    select
        unit,
        segment_type,
        segment,
        week,
        sum(cast(exits * weight as decimal(28, 9))) as exits,
        sum(cast(events * weight as decimal(28, 9))) as events,
        0 as competing
    from weighed
    group by unit, segment_type, segment, week

),

{{ kaplan_meier('survived', 'exits', ['unit', 'segment_type', 'segment'], 'week') }}

select
    unit,
    segment_type,
    segment,
    week,
    at_risk as reference_weight,
    survival as reference_survival
from survived
