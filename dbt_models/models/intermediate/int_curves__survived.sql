-- Each curve, and each curve without one group of accounts after the other: how far they differ is its error.
{% set curve = ['curve_number', 'event'] %}
{% set counts = ['exits', 'events', 'competing'] %}
with

exits_by_group as (

    select
        curves.curve_number,
        exits.event,
        exits.group_number,
        exits.week,
        exits.exits,
        exits.events,
        exits.competing
    from {{ ref('int_curve_exits__counted') }} as exits
    inner join {{ ref('int_curve_units__summed') }} as curves
        on
            exits.unit = curves.unit
            and exits.segment_type = curves.segment_type
            and exits.segment = curves.segment

),

-- A segment in which nobody could enter keeps an empty curve, which says how many could not.
weeks as (

    {% for event in curve_events() %}
    select
        curves.curve_number,
        '{{ event }}' as event,
        weeks.week
    from {{ ref('int_curve_units__summed') }} as curves
    cross join (
        {% for week in range(last_curve_week() | int + 1) %}
        select {{ week }} as week{{ " union all" if not loop.last }}
        {% endfor %}
    ) as weeks
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

totals as (

    select
        weeks.curve_number,
        weeks.event,
        {% for count in counts %}
        coalesce(sum(exits_by_group.{{ count }}), 0) as {{ count }},
        {% endfor %}
        weeks.week
    from weeks
    left join exits_by_group
        on
            weeks.curve_number = exits_by_group.curve_number
            and weeks.event = exits_by_group.event
            and weeks.week = exits_by_group.week
    group by weeks.curve_number, weeks.event, weeks.week

),

{{ kaplan_meier('whole', 'totals', curve, 'week') }},

{{ without_each_group('exits_without', 'totals', 'exits_by_group', curve, 'week', counts) }},

{{ kaplan_meier('without', 'exits_without', curve + ['group_number'], 'week') }},

errors as (

    select
        whole.curve_number,
        whole.event,
        whole.week,
        count(without.survival) as groups,
        {{ jackknife_error('whole.survival', 'without.survival') }} as survival_error
    from whole
    left join without
        on whole.curve_number = without.curve_number and whole.event = without.event and whole.week = without.week
    group by whole.curve_number, whole.event, whole.week

)

select
    whole.*,
    errors.groups,
    errors.survival_error
from whole
inner join errors
    on whole.curve_number = errors.curve_number and whole.event = errors.event and whole.week = errors.week
