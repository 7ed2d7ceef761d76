-- How many units leave each curve in each week, by group of accounts: by the event, lost, or no longer followed. All
-- that follows works on these few rows. A week counts only as a whole: an event after the last whole week is not seen.
with

returned as (

    select
        followed.unit,
        followed.party_key,
        followed.segment_type,
        followed.segment,
        min(returns.returned_at) as any_at,
        min(case when returns.is_direct then returns.returned_at end) as direct_at,
        min(case when not returns.is_direct then returns.returned_at end) as indirect_at
    from {{ ref('int_units__followed') }} as followed
    inner join {{ ref('int_unit_returns__listed') }} as returns
        on
            followed.unit = returns.unit
            and followed.party_key = returns.party_key
            and followed.started_at < returns.returned_at
    group by followed.unit, followed.party_key, followed.segment_type, followed.segment

),

units as (

    select
        followed.*,
        {{ weeks_between('followed.started_on', local_date('followed.lost_at')) }} as lost_week,
        returned.any_at,
        returned.direct_at,
        returned.indirect_at
    from {{ ref('int_units__followed') }} as followed
    left join returned
        on
            followed.unit = returned.unit
            and followed.party_key = returned.party_key
            and followed.segment_type = returned.segment_type
            and followed.segment = returned.segment
    where followed.followed_weeks > 0

),

dated as (

    {% for event in curve_events() %}
    select
        unit,
        segment_type,
        segment,
        '{{ event }}' as event,
        group_number,
        followed_weeks,
        lost_week,
        {{ weeks_between('started_on', local_date(event ~ '_at')) }} as event_week,
        coalesce(lost_at < {{ event }}_at, lost_at is not null) as is_lost_first
    from units
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

decided as (

    select
        unit,
        segment_type,
        segment,
        event,
        group_number,
        case
            when not is_lost_first and event_week < followed_weeks then 'event'
            when is_lost_first and lost_week < followed_weeks then 'lost'
            else 'censored'
        end as outcome,
        case
            when not is_lost_first and event_week < followed_weeks then event_week
            when is_lost_first and lost_week < followed_weeks then lost_week
            else followed_weeks - 1
        end as week
    from dated

),

counted as (

    select
        unit,
        segment_type,
        segment,
        event,
        group_number,
        week,
        count(*) as exits,
        sum(case when outcome = 'event' then 1 else 0 end) as events,
        sum(case when outcome = 'lost' then 1 else 0 end) as competing
    from decided
    group by unit, segment_type, segment, event, group_number, week

)

select * from counted
