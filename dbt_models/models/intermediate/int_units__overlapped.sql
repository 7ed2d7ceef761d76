-- Which units another segment of the same kind (another channel, another targeting) touched too: in the lookback before
-- time zero, and when for the first time after it.
with

entered as (

    select
        units.party_key,
        units.segment_number,
        segments.segment_type,
        units.started_at,
        units.started_at - interval {{ var('lookback_days') }} day as quiet_from,
        {{ stretch_number('units.started_at', var('lookback_days')) }} as stretch
    from {{ ref('int_units__entered') }} as units
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on units.segment_number = segments.segment_number and segments.segment_type <> 'all'
    where units.started_at is not null

),

touches as (

    select
        touches.*,
        segments.segment_type
    from {{ ref('int_touches__segmented') }} as touches
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on touches.segment_number = segments.segment_number and segments.segment_type <> 'all'

),

-- Within time zero's own stretch a touch before time zero spoils the entry; later the first touch of a stretch tells
-- enough.
overlapped as (

    select
        entered.party_key,
        entered.segment_number,
        max(
            case
                when others.stretch = entered.stretch and others.first_touched_at <= entered.started_at then 1
                when others.stretch = entered.stretch - 1 and others.last_touched_at >= entered.quiet_from then 1
                else 0
            end
        ) = 1 as was_touched_before,
        min(case when others.first_touched_at > entered.started_at then others.first_touched_at end) as next_touched_at
    from entered
    inner join touches as others
        on
            entered.party_key = others.party_key
            and entered.segment_type = others.segment_type
            and entered.segment_number <> others.segment_number
    where
        others.stretch >= entered.stretch - 1
        and others.first_touched_at < entered.started_at + interval {{ 7 * (last_curve_week() | int + 2) }} day
    group by entered.party_key, entered.segment_number

)

select * from overlapped
