-- Each curve, and each curve without one group of accounts after the other: how far they differ is its error.
with

exits_by_group as (

    select * from {{ ref('int_curve_exits__counted') }}

),

weeks as (
    {% for week in range(last_curve_week() | int + 1) %}
    select {{ week }} as week{{ " union all" if not loop.last }}
    {%- endfor %}

),

-- The group −1 leaves out nobody. A segment in which nobody could enter keeps an empty curve, which says how many.
groups as (
    {% for event in curve_events() %}
    select
        unit,
        segment_type,
        segment,
        '{{ event }}' as event,
        -1 as left_out
    from {{ ref('int_curve_units__summed') }}

    union all

    {% endfor %}
    select distinct
        unit,
        segment_type,
        segment,
        event,
        group_number as left_out
    from exits_by_group

),

totals as (

    select
        unit,
        segment_type,
        segment,
        event,
        week,
        sum(exits) as exits,
        sum(events) as events,
        sum(competing) as competing
    from exits_by_group
    group by unit, segment_type, segment, event, week

),

exits as (

    select
        groups.unit,
        groups.segment_type,
        groups.segment,
        groups.event,
        groups.left_out,
        weeks.week,
        coalesce(totals.exits, 0) - coalesce(left_out.exits, 0) as exits,
        coalesce(totals.events, 0) - coalesce(left_out.events, 0) as events,
        coalesce(totals.competing, 0) - coalesce(left_out.competing, 0) as competing
    from groups
    cross join weeks
    left join totals
        on
            groups.unit = totals.unit
            and groups.segment_type = totals.segment_type
            and groups.segment = totals.segment
            and groups.event = totals.event
            and weeks.week = totals.week
    left join exits_by_group as left_out
        on
            groups.unit = left_out.unit
            and groups.segment_type = left_out.segment_type
            and groups.segment = left_out.segment
            and groups.event = left_out.event
            and groups.left_out = left_out.group_number
            and weeks.week = left_out.week

),

{{ kaplan_meier('estimated', 'exits', ['unit', 'segment_type', 'segment', 'event', 'left_out'], 'week') }},

compared as (

    select
        *,
        survival - max(case when left_out = -1 then survival end)
            over (partition by unit, segment_type, segment, event, week) as difference
    from estimated

),

survived as (

    select
        unit,
        segment_type,
        segment,
        event,
        week,
        max(case when left_out = -1 then at_risk end) as at_risk,
        max(case when left_out = -1 then events end) as events,
        max(case when left_out = -1 then competing end) as competing,
        max(case when left_out = -1 then survival end) as survival,
        max(case when left_out = -1 then cumulative_share end) as cumulative_share,
        count(*) - 1 as groups,
        sqrt(
            (count(*) - 2) / nullif(count(*) - 1, 0)
            * cast(sum(cast(difference * difference as decimal(28, 18))) as double)
        ) as survival_error
    from compared
    group by unit, segment_type, segment, event, week

)

select * from survived
