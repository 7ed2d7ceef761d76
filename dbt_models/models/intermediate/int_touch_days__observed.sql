-- On which days a unit may enter a segment: the lookback before was observed. A source of outflows that begins may have
-- had touches before its log; so for one lookback from its first touch on nobody enters the segments that it sends in.
-- Nobody enters before a whole lookback of recorded returns either.
with

touches as (

    select
        contract,
        channel,
        targeting,
        cast(latest_at as date) as touched_on
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience'
    group by contract, channel, targeting, cast(latest_at as date)

),

segmented as (

    {% for segment_type, segment in touch_segments() %}
    select distinct
        segments.segment_number,
        touches.contract,
        touches.touched_on
    from touches
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on
            {{ 'touches.' if segment_type != 'all' }}{{ segment }} = segments.segment
            and segments.segment_type = '{{ segment_type }}'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

sources_begun as (

    select
        segment_number,
        contract,
        min(touched_on) as first_touched_on
    from segmented
    group by segment_number, contract

),

returns_begun as (

    select cast(min(earliest_at) as date) as first_returned_on
    from {{ ref('int_returns__unioned') }}

),

days as (

    select distinct
        segment_number,
        touched_on
    from segmented

),

observed as (

    select
        days.segment_number,
        days.touched_on,
        coalesce(
            max(
                case
                    when
                        days.touched_on >= sources_begun.first_touched_on
                        and {{ day_number('days.touched_on') }} - {{ day_number('sources_begun.first_touched_on') }}
                        < {{ var('lookback_days') }}
                        then 1
                    else 0
                end
            ) = 0
            and {{ day_number('days.touched_on') }} - {{ day_number('min(returns_begun.first_returned_on)') }}
            >= {{ var('lookback_days') }},
            false
        ) as is_observed
    from days
    inner join sources_begun
        on days.segment_number = sources_begun.segment_number
    cross join returns_begun
    group by days.segment_number, days.touched_on

)

select * from observed
