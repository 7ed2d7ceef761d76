{{ config(materialized='view') }}
-- When each party was touched, by stretches of time as wide as the lookback. A party is a person, or an account of
-- which anybody was touched; the audience as a whole is the party 0.
with

parties as (

    select
        segmented.party_key,
        segmented.stretch,
        segmented.first_touched_at,
        segmented.last_touched_at
    from {{ ref('int_touches__segmented') }} as segmented
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on segmented.segment_number = segments.segment_number
    where segments.segment_type = 'all'

),

audience as (

    select
        cast(0 as bigint) as party_key,
        summed.stretch,
        min(summed.first_touched_at) as first_touched_at,
        max(summed.last_touched_at) as last_touched_at
    from {{ ref('int_touches__summed') }} as summed
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on summed.kind_number = kinds.kind_number
    where kinds.level = 'audience'
    group by summed.stretch

),

stretched as (

    select * from parties
    union all
    select * from audience

)

select * from stretched
