-- A return source whose latest weeks leave its own seasonal range, one text per week. Judged are the whole weeks that the
-- last sighting brought, 13 at most, without weeks that touch a declared pause.
--
-- The range reaches from the lower to the higher of two means, that of the 8 weeks before and that of the same weeks of
-- earlier years (two weeks on either side), and three deviations beyond. A deviation is half a unit of the square root
-- of a count, as for a Poisson count, times the root of the source's own dispersion where that is more than one.
-- Three, because on the sample exports, where no week is wrong, it speaks of none of 689 weeks, two deviations and a half
-- of 3; in an earlier draw of them of 3 and of 5 of 690. A week of web_form without its seven returns would be told in 53
-- of 173 cases (in the earlier draw, in 146). With three returns a week no zero is improbable.
with sightings as (
    select
        sources.source,
        sources.contract,
        local_date(sightings.exported_at) as seen_on
    from (select distinct return_source as source, contract from landing.return_sources) as sources
    inner join landing.sightings as sightings
        on sources.contract = sightings.contract and not sightings.is_withdrawn
    group by sources.source, sources.contract, local_date(sightings.exported_at)
),

last_of_contracts as (
    select
        source,
        contract,
        max(seen_on) as last_on,
        coalesce(list_reverse_sort(list(distinct seen_on))[2], max(seen_on) - 91) as previous_on
    from sightings
    group by source, contract
),

spans as (
    select
        source,
        cast(date_trunc('week', greatest(min(previous_on), min(last_on) - 91)) as date) as first_week,
        min(last_on) as last_on
    from last_of_contracts
    group by source
),

counts as (
    select
        source,
        cast(date_trunc('week', local_date(returned_at)) as date) as week,
        count(*) as returns
    from marts.fct_returns
    where returned_at is not null
    group by source, cast(date_trunc('week', local_date(returned_at)) as date)
),

weeks as (
    select
        lives.source,
        lives.week,
        coalesce(counts.returns, 0) as returns
    from (
        select
            counts.source,
            cast(unnest(generate_series(min(counts.week) + 7, max(spans.last_on) - 7, interval 7 day)) as date) as week
        from counts
        inner join spans on counts.source = spans.source
        group by counts.source
    ) as lives
    left join counts on lives.source = counts.source and lives.week = counts.week
),

judged as (
    select weeks.*
    from weeks
    inner join spans on weeks.source = spans.source and weeks.week >= spans.first_week
    left join witness_pauses as pauses
        on
            weeks.source = pauses.source
            and (
                is_paused(weeks.week, pauses.first_day, pauses.last_day)
                or is_paused(weeks.week + 6, pauses.first_day, pauses.last_day)
            )
    where pauses.source is null
),

measured as (
    select
        judged.source,
        judged.week,
        judged.returns,
        avg(case when judged.week - weeks.week <= 56 then weeks.returns end) as recent,
        avg(
            case
                when judged.week - weeks.week > 343 and (judged.week - weeks.week + 14) % 364 <= 28 then weeks.returns
            end
        ) as seasonal,
        sqrt(greatest(1, var_samp(weeks.returns) / nullif(avg(weeks.returns), 0))) as dispersion
    from judged
    inner join weeks on judged.source = weeks.source and weeks.week < judged.week
    group by judged.source, judged.week, judged.returns
    having count(case when judged.week - weeks.week <= 56 then 1 end) = 8
),

ranged as (
    select
        *,
        greatest(0, ceil(pow(greatest(0, sqrt(least(recent, seasonal) + 0.375) - 1.5 * dispersion), 2) - 0.375)) as low,
        floor(pow(sqrt(greatest(recent, seasonal) + 0.375) + 1.5 * dispersion, 2) - 0.375) as high
    from measured
)

select
    'return source ' || source || ': ' || cast(returns as varchar) || ' returns in the week of '
    || strftime(week, '%Y-%m-%d') || '; its range for that season is ' || cast(cast(low as bigint) as varchar) || ' to '
    || cast(cast(high as bigint) as varchar) || ' (mean of the 8 weeks before ' || format('{:.1f}', recent)
    || coalesce(', of the same weeks of earlier years ' || format('{:.1f}', seasonal), '') || ')' as warning
from ranged
where returns < low or returns > high
order by source, week
