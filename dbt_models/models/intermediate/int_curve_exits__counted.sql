-- How many units leave each curve in each week, by group of accounts: by the event, lost, or no longer followed. All
-- that follows works on these few rows. A week counts only as a whole: an event after the last whole week is not seen.
with

-- What comes after the loss of a unit is ruled out.
returned as (

    select
        followed.party_key,
        followed.segment_number,
        min(returns.returned_day) as any_day,
        min(case when returns.is_direct then returns.returned_day end) as direct_day,
        min(case when not returns.is_direct then returns.returned_day end) as indirect_day
    from {{ ref('int_units__followed') }} as followed
    inner join {{ ref('int_unit_returns__listed') }} as returns
        on followed.party_key = returns.party_key
    where
        followed.started_at < returns.returned_at
        and (followed.lost_at is null or followed.lost_at >= returns.returned_at)
    group by followed.party_key, followed.segment_number

),

units as (

    select
        {% for event in curve_events() %}
        cast(floor((returned.{{ event }}_day - followed.started_day) / 7) as bigint) as {{ event }}_week,
        {% endfor %}
        followed.*
    from {{ ref('int_units__followed') }} as followed
    left join returned
        on followed.party_key = returned.party_key and followed.segment_number = returned.segment_number

),

decided as (

    {% for variant, weeks in curve_variants().items() %}
    {% set outer_loop = loop %}
    {% for event in curve_events() %}
    select
        is_account,
        segment_number,
        region,
        '{{ variant }}' as variant,
        '{{ event }}' as event,
        group_number,
        least({{ event }}_week, lost_week, {{ weeks }} - 1) as week,
        count(*) as exits,
        count(case when {{ event }}_week < {{ weeks }} then 1 end) as events,
        count(case when {{ event }}_week is null and lost_week < {{ weeks }} then 1 end) as competing
    from units
    where {{ weeks }} > 0
    group by is_account, segment_number, region, group_number, least({{ event }}_week, lost_week, {{ weeks }} - 1)
    {% if not (loop.last and outer_loop.last) %}union all{% endif %}
    {% endfor %}
    {% endfor %}

),

{{ name_curves('counted', 'decided', ['event', 'group_number', 'week'], ['exits', 'events', 'competing']) }}

select * from counted
