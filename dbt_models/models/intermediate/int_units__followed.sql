-- How long each entered unit is followed, in whole weeks from time zero: to the end of the data, at most to the end of
-- the curve; in the exclusive curves to the first touch of another segment of the same kind; in the continued ones
-- until sending in the segment stops.
with

run as (

    select {{ local_date('as_of') }} as ends_on
    from {{ source('landing', 'run') }}

),

local_days as (

    {{ local_days(ref('int_units__entered'), 'started_at') }}

),

entered as (

    select
        units.*,
        {{ local_date_by_day('units.started_at') }} as started_on,
        run.ends_on
    from {{ ref('int_units__entered') }} as units
    cross join run
    left join local_days
        on cast(units.started_at as date) = local_days.utc_on
    where units.started_at is not null

),

dated as (

    select
        entered.party_key,
        entered.is_account,
        entered.segment_number,
        segments.segment_type,
        case when segments.segment_type = 'all' then entered.party_key end as region_party_key,
        entered.started_at,
        {{ day_number('entered.started_on') }} as started_day,
        coalesce(assigned.account_key, entered.party_key) % {{ jackknife_groups() }} as group_number,
        greatest(
            least({{ weeks_between('entered.started_on', 'entered.ends_on') }}, {{ last_curve_week() }} + 1), 0
        ) as followed_weeks,
        {{ weeks_between('entered.started_on', local_date('overlapped.next_touched_at')) }} as weeks_to_other,
        {{ weeks_between('entered.started_on', 'days.stopped_on') }} as weeks_to_stop,
        coalesce(overlapped.was_touched_before, false) as was_touched_before,
        lost.lost_at,
        {{ weeks_between('entered.started_on', local_date('lost.lost_at')) }} as lost_week
    from entered
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on entered.segment_number = segments.segment_number
    inner join {{ ref('int_touch_days__continued') }} as days
        on entered.segment_number = days.segment_number and cast(entered.started_at as date) = days.touched_on
    left join {{ ref('int_contacts__assigned') }} as assigned
        on entered.party_key = assigned.contact_key
    left join {{ ref('int_units__lost') }} as lost
        on entered.party_key = lost.party_key and entered.started_at < lost.lost_at
    left join {{ ref('int_units__overlapped') }} as overlapped
        on entered.party_key = overlapped.party_key and entered.segment_number = overlapped.segment_number

),

-- A segment is read at time zero, never as of now.
followed as (

    select
        dated.party_key,
        dated.is_account,
        dated.segment_number,
        regions.region,
        cast(dated.group_number as integer) as group_number,
        dated.started_at,
        dated.started_day,
        dated.followed_weeks,
        case
            when dated.segment_type <> 'all' and not dated.was_touched_before
                then greatest(least(dated.followed_weeks, dated.weeks_to_other), 0)
        end as exclusive_weeks,
        greatest(least(dated.followed_weeks, dated.weeks_to_stop), 0) as continued_weeks,
        dated.was_touched_before or coalesce(dated.weeks_to_other < dated.followed_weeks, false) as is_overlapped,
        dated.lost_at,
        dated.lost_week
    from dated
    left join {{ ref('int_account_regions__stated') }} as regions
        on
            dated.region_party_key = regions.account_key
            and dated.started_at >= regions.stated_from
            and dated.started_at < regions.stated_until

)

select * from followed
