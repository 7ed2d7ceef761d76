-- All returns of the followed units by week, repeats included, and how many units are followed for the last time then.
with

returns as (

    select
        followed.unit,
        followed.segment_type,
        followed.segment,
        followed.followed_weeks,
        returns.is_direct,
        {{ weeks_between('followed.started_on', local_date('returns.returned_at')) }} as week
    from {{ ref('int_units__followed') }} as followed
    inner join {{ ref('int_unit_returns__listed') }} as returns
        on
            followed.unit = returns.unit
            and followed.party_key = returns.party_key
            and followed.started_at < returns.returned_at

),

events as (

    {% for event, condition in [('any', 'true'), ('direct', 'is_direct'), ('indirect', 'not is_direct')] %}
    select
        unit,
        segment_type,
        segment,
        '{{ event }}' as event,
        week,
        count(*) as returns,
        0 as follow_ends
    from returns
    where week < followed_weeks and {{ condition }}
    group by unit, segment_type, segment, week

    union all

    select
        unit,
        segment_type,
        segment,
        '{{ event }}' as event,
        followed_weeks - 1 as week,
        0 as returns,
        count(*) as follow_ends
    from {{ ref('int_units__followed') }}
    where followed_weeks > 0
    group by unit, segment_type, segment, followed_weeks
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

counted as (

    select
        unit,
        segment_type,
        segment,
        event,
        week,
        cast(sum(returns) as bigint) as returns,
        cast(sum(follow_ends) as bigint) as follow_ends
    from events
    group by unit, segment_type, segment, event, week

)

select * from counted
