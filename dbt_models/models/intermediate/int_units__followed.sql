-- How long each entered unit is followed, in whole weeks from time zero: to the end of the data, at most to the end of
-- the curve; in the exclusive segments to the first touch of another segment of the same kind.
with

entered as (

    select
        *,
        {{ local_date('started_at') }} as started_on,
        started_at - interval {{ var('lookback_days') }} day as quiet_from,
        {{ stretch_number('started_at', var('lookback_days')) }} as stretch
    from {{ ref('int_units__entered') }}

),

-- Of another segment of the same kind: whether it touched in the lookback before time zero, and when it did next. As a
-- touch of time zero's own stretch before time zero spoils the entry, the first touch of a stretch tells enough.
other_touches as (

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
    inner join {{ ref('int_touches__segmented') }} as others
        on entered.party_key = others.party_key and entered.segment_number <> others.segment_number
    inner join {{ ref('int_touch_segments__numbered') }} as other_segments
        on others.segment_number = other_segments.segment_number and entered.segment_type = other_segments.segment_type
    where others.stretch >= entered.stretch - 1
    group by entered.party_key, entered.segment_number

),

judged as (

    select
        entered.*,
        coalesce(assigned.account_key, entered.party_key) % {{ jackknife_groups() }} as group_number,
        lost.lost_at,
        least(
            {{ weeks_between('entered.started_on', local_date('run.as_of')) }}, {{ last_curve_week() }} + 1
        ) as weeks_to_end,
        {{ weeks_between('entered.started_on', local_date('other_touches.next_touched_at')) }} as weeks_to_other,
        coalesce(other_touches.was_touched_before, false) as was_touched_before
    from entered
    cross join {{ source('landing', 'run') }} as run
    left join {{ ref('int_contacts__assigned') }} as assigned
        on entered.party_key = assigned.contact_key
    left join {{ ref('int_units__lost') }} as lost
        on
            entered.party_key = lost.party_key
            and entered.started_at < lost.lost_at
    left join other_touches
        on entered.party_key = other_touches.party_key and entered.segment_number = other_touches.segment_number

),

followed as (

    select
        unit,
        party_key,
        segment_type,
        segment,
        group_number,
        greatest(weeks_to_end, 0) as followed_weeks,
        was_touched_before or coalesce(weeks_to_other < weeks_to_end, false) as is_overlapped,
        started_at,
        started_on,
        lost_at
    from judged

    union all

    select
        unit,
        party_key,
        case segment_type when 'channel' then 'channel_exclusive' else 'targeting_exclusive' end as segment_type,
        segment,
        group_number,
        greatest(least(weeks_to_end, coalesce(weeks_to_other, weeks_to_end)), 0) as followed_weeks,
        false as is_overlapped,
        started_at,
        started_on,
        lost_at
    from judged
    where segment_type in ('channel', 'targeting') and not was_touched_before

    union all

    select
        judged.unit,
        judged.party_key,
        'region' as segment_type,
        regions.region as segment,
        judged.group_number,
        greatest(judged.weeks_to_end, 0) as followed_weeks,
        false as is_overlapped,
        judged.started_at,
        judged.started_on,
        judged.lost_at
    from judged
    inner join {{ ref('int_account_regions__stated') }} as regions
        on
            judged.party_key = regions.account_key
            and judged.started_at >= regions.stated_from
            and judged.started_at < regions.stated_until
    where judged.unit = 'account' and judged.segment_type = 'all'

)

select * from followed
