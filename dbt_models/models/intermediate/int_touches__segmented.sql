-- When each person and each account was touched in each segment, by stretches of time as wide as the lookback. Keys of
-- persons and of accounts are hashes of different texts, so the party alone tells the unit.
with

kind_segments as (

    {% for segment_type, segment in touch_segments() %}
    select
        kinds.kind_number,
        segments.segment_number
    from {{ ref('int_outflow_kinds__numbered') }} as kinds
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on
            {{ 'kinds.' if segment_type != 'all' }}{{ segment }} = segments.segment
            and segments.segment_type = '{{ segment_type }}'
    where kinds.level <> 'audience'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

parties as (

    {% for unit in ['contact', 'account'] %}
    select
        {{ unit }}_key as party_key,
        kind_number,
        stretch,
        first_touched_at,
        last_touched_at
    from {{ ref('int_touches__summed') }}
    where {{ unit }}_key is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

segmented as (

    select
        parties.party_key,
        kind_segments.segment_number,
        parties.stretch,
        min(parties.first_touched_at) as first_touched_at,
        max(parties.last_touched_at) as last_touched_at
    from parties
    inner join kind_segments
        on parties.kind_number = kind_segments.kind_number
    group by parties.party_key, kind_segments.segment_number, parties.stretch

)

select * from segmented
