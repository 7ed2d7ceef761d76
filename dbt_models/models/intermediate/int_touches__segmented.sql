-- When each unit was touched in each segment, by stretches of time as wide as the lookback: as int_touches__stretched,
-- which gives the segment of all touches, for each channel and each targeting too. Keys of persons and of accounts are
-- hashes of different texts, so the party alone tells the unit.
with

touches as {{ read_each_time() }} (

    select
        contact_key,
        account_key,
        channel,
        targeting,
        latest_at,
        {{ stretch_number('latest_at', var('lookback_days')) }} as stretch
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience'

),

segmented as (

    {% for segment_type, segment in touch_segments() if segment_type != 'all' %}
    {% for unit in ['contact', 'account'] %}
    select
        touches.{{ unit }}_key as party_key,
        segments.segment_number,
        touches.stretch,
        min(touches.latest_at) as first_touched_at,
        max(touches.latest_at) as last_touched_at
    from touches
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on touches.{{ segment }} = segments.segment and segments.segment_type = '{{ segment_type }}'
    where touches.{{ unit }}_key is not null
    group by touches.{{ unit }}_key, segments.segment_number, touches.stretch

    union all

    {% endfor %}
    {% endfor %}
    select
        stretched.party_key,
        segments.segment_number,
        stretched.stretch,
        stretched.first_touched_at,
        stretched.last_touched_at
    from {{ ref('int_touches__stretched') }} as stretched
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on segments.segment_type = 'all'
    where stretched.party_key <> 0

)

select * from segmented
