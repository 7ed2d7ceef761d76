-- Until when sending in a segment went on from each of its days with touches. A stop is a silence longer than 4 weeks
-- and than three times the segment's median gap between days, unless it was as silent a year before: its season.
{% set shortest_stop_days = 28 %}
{% set median_gaps = 3 %}
-- Fifty-two weeks, with a week of tolerance at either end of the silence.
{% set year_days = 364 %}
with

gaps as (

    select
        days.segment_number,
        days.touched_on,
        lead(days.touched_on) over (
            partition by days.segment_number order by days.touched_on asc nulls last
        ) as next_touched_on,
        cast(run.as_of as date) as ends_on
    from {{ ref('int_touch_days__observed') }} as days
    cross join {{ source('landing', 'run') }} as run

),

ranked as (

    select
        segment_number,
        {{ day_number('next_touched_on') }} - {{ day_number('touched_on') }} as gap_days,
        row_number() over (
            partition by segment_number
            order by {{ day_number('next_touched_on') }} - {{ day_number('touched_on') }} asc nulls last
        ) as place,
        count(*) over (partition by segment_number) as gaps
    from gaps
    where next_touched_on is not null

),

-- Of an even number of gaps the lower middle one: whole days.
medians as (

    select
        segment_number,
        max(gap_days) as median_gap_days
    from ranked
    where 2 * place <= gaps + 1
    group by segment_number

),

silences as (

    select
        gaps.segment_number,
        gaps.touched_on as from_on,
        coalesce(gaps.next_touched_on, gaps.ends_on) as until_on
    from gaps
    left join medians
        on gaps.segment_number = medians.segment_number
    where
        {{ day_number('coalesce(gaps.next_touched_on, gaps.ends_on)') }} - {{ day_number('gaps.touched_on') }}
        > greatest({{ shortest_stop_days }}, {{ median_gaps }} * coalesce(medians.median_gap_days, 0))

),

seasonal as (

    select distinct
        silences.segment_number,
        silences.from_on
    from silences
    inner join gaps as earlier
        on
            silences.segment_number = earlier.segment_number
            and {{ day_number('silences.from_on') }} - {{ day_number('earlier.touched_on') }} >= {{ year_days - 7 }}
            and {{ day_number('silences.until_on') }} - {{ day_number('earlier.next_touched_on') }}
            <= {{ year_days + 7 }}

),

continued as (

    select
        gaps.segment_number,
        gaps.touched_on,
        min(case when silences.from_on is not null and seasonal.from_on is null then gaps.touched_on end) over (
            partition by gaps.segment_number order by gaps.touched_on desc nulls last
        ) as stopped_on
    from gaps
    left join silences
        on gaps.segment_number = silences.segment_number and gaps.touched_on = silences.from_on
    left join seasonal
        on gaps.segment_number = seasonal.segment_number and gaps.touched_on = seasonal.from_on

)

select * from continued
