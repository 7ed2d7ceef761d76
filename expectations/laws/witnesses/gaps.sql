-- Silences: two moments of a source, or of a part of it, further apart than cadence and grace allow. Days of a declared
-- pause do not count, nor, for a daily source, Saturdays or Sundays on which it was never seen.
create or replace temp table witness_silences as
with gaps as (
    select
        *,
        lead(seen_on) over (partition by source, contract, part order by seen_on) as next_seen_on
    from witness_seen
),

days as (
    select
        source,
        contract,
        part,
        seen_on,
        next_seen_on,
        longest_days,
        is_daily,
        cast(unnest(generate_series(seen_on + 1, next_seen_on, interval 1 day)) as date) as day
    from gaps
    where next_seen_on - seen_on > longest_days
),

working_weekends as (
    select distinct
        source,
        contract,
        isodow(seen_on) as weekday
    from witness_seen
    where part = '' and isodow(seen_on) > 5 and seen_on < ends_on
),

counted as (
    select
        days.source,
        days.contract,
        days.part,
        days.seen_on,
        days.next_seen_on,
        days.longest_days,
        count(distinct days.day) as counted_days
    from days
    left join working_weekends
        on
            days.source = working_weekends.source
            and days.contract = working_weekends.contract
            and isodow(days.day) = working_weekends.weekday
    left join witness_pauses
        on
            days.source = witness_pauses.source
            and days.contract = witness_pauses.contract
            and is_paused(days.day, witness_pauses.first_day, witness_pauses.last_day)
    where
        witness_pauses.source is null
        and (not days.is_daily or isodow(days.day) <= 5 or working_weekends.source is not null)
    group by days.source, days.contract, days.part, days.seen_on, days.next_seen_on, days.longest_days
),

accepted as (
    select
        counted.source,
        counted.contract,
        counted.part,
        counted.seen_on,
        max(waivers.until_on) as accepted_until,
        max_by(waivers.reason, waivers.until_on) as reason
    from counted
    inner join witness_waivers as waivers
        on counted.source = waivers.source and coalesce(waivers.part, counted.part) = counted.part
    group by counted.source, counted.contract, counted.part, counted.seen_on
)

select
    counted.*,
    accepted.accepted_until,
    accepted.reason,
    coalesce(accepted.accepted_until >= counted.next_seen_on, false) as is_accepted,
    case when counted.part <> '' then 'part ' || counted.part || ' ' else '' end
    || 'from ' || strftime(counted.seen_on, '%Y-%m-%d') || ' to ' || strftime(counted.next_seen_on, '%Y-%m-%d')
    || ', ' || cast(counted.counted_days as varchar) || ' days where '
    || cast(counted.longest_days as varchar) || ' are allowed'
    || case
        when accepted.accepted_until < counted.next_seen_on
            then ' (was accepted until ' || strftime(accepted.accepted_until, '%Y-%m-%d') || ')'
        else ''
    end as span
from counted
left join accepted
    on
        counted.source = accepted.source
        and counted.contract = accepted.contract
        and counted.part = accepted.part
        and counted.seen_on = accepted.seen_on
where counted.counted_days > counted.longest_days;
