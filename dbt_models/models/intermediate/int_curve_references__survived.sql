-- What would have come anyway: the survival of quiet units beside each curve. For each week in which units entered, the
-- units that were quiet then are followed from that week; each stands for as many entered units as it has to, so that
-- entry weeks weigh as much as in the curve. Regions are compared with the same region.
{% set curve = ['unit', 'segment_type', 'segment'] %}
with

entered as (

    select
        unit,
        segment_type,
        segment,
        case when segment_type = 'region' then segment end as region,
        entry_week,
        sum(units) as units
    from {{ ref('int_curve_entries__counted') }}
    where followed_weeks > 0
    group by unit, segment_type, segment, entry_week

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
        least(spells.last_quiet_week - entry_weeks.entry_week, {{ last_curve_week() }}) as week,
        sum(spells.spells) as exits,
        sum(
            case
                when spells.last_quiet_week - entry_weeks.entry_week <= {{ last_curve_week() }}
                    then spells.spells_ended_by_return
                else 0
            end
        ) as events
    from {{ ref('int_quiet_spells__counted') }} as spells
    inner join entry_weeks
        on
            spells.unit = entry_weeks.unit
            and spells.first_week <= entry_weeks.entry_week
            and spells.last_quiet_week >= entry_weeks.entry_week
    group by
        spells.unit, spells.region, entry_weeks.entry_week,
        least(spells.last_quiet_week - entry_weeks.entry_week, {{ last_curve_week() }})

),

matched as (

    select
        entered.*,
        cohorts.week,
        cohorts.exits,
        cohorts.events,
        entered.units / nullif(
            cast(
                sum(cohorts.exits) over (
                    partition by entered.unit, entered.segment_type, entered.segment, entered.entry_week
                ) as double
            ), 0
        ) as weight
    from entered
    inner join cohorts
        on
            entered.unit = cohorts.unit
            and entered.entry_week = cohorts.entry_week
            and (entered.region is null or entered.region = cohorts.region)

),

exits as (

    select
        {{ curve | join(', ') }},
        week,
        sum(cast(exits * weight as decimal(28, 9))) as exits,
        sum(cast(events * weight as decimal(28, 9))) as events,
        0 as competing
    from matched
    group by {{ curve | join(', ') }}, week

),

{{ kaplan_meier('survived', 'exits', curve, 'week') }}

select * from survived
