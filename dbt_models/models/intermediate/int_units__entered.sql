-- Time zero of each touched unit in each segment: its first touch after a whole lookback that was observed and in which
-- it had neither a touch of the segment nor a return. Units without one are left-truncated: nobody knows when theirs
-- began.
with

-- A gap as long as the lookback never fits between two touches of one stretch: only the first of a stretch can end one.
-- The very first touch of a unit always does, so every touched unit is here.
beginnings as (

    select
        touches.party_key,
        touches.segment_number,
        touches.stretch,
        touches.first_touched_at as started_at,
        touches.first_touched_at - interval {{ var('lookback_days') }} day as quiet_from
    from {{ ref('int_touches__segmented') }} as touches
    left join {{ ref('int_touches__segmented') }} as previous
        on
            touches.party_key = previous.party_key
            and touches.segment_number = previous.segment_number
            and touches.stretch - 1 = previous.stretch
    where
        previous.party_key is null
        or previous.last_touched_at < touches.first_touched_at - interval {{ var('lookback_days') }} day

),

returns_by_stretch as (

    select
        party_key,
        {{ stretch_number('returned_at', var('lookback_days')) }} as stretch,
        min(returned_at) as first_returned_at,
        max(returned_at) as last_returned_at
    from {{ ref('int_unit_returns__listed') }}
    group by party_key, {{ stretch_number('returned_at', var('lookback_days')) }}

),

entered as (

    select
        beginnings.party_key,
        beginnings.segment_number,
        min(
            case
                when
                    days.is_observed
                    and (own.party_key is null or own.first_returned_at >= beginnings.started_at)
                    and (previous.party_key is null or previous.last_returned_at < beginnings.quiet_from)
                    then beginnings.started_at
            end
        ) as started_at
    from beginnings
    inner join {{ ref('int_touch_days__observed') }} as days
        on
            beginnings.segment_number = days.segment_number
            and cast(beginnings.started_at as date) = days.touched_on
    left join returns_by_stretch as own
        on beginnings.party_key = own.party_key and beginnings.stretch = own.stretch
    left join returns_by_stretch as previous
        on beginnings.party_key = previous.party_key and beginnings.stretch - 1 = previous.stretch
    group by beginnings.party_key, beginnings.segment_number

)

select
    entered.party_key,
    accounts.account_key is not null as is_account,
    entered.segment_number,
    entered.started_at
from entered
left join {{ account_keys() }} as accounts
    on entered.party_key = accounts.account_key
