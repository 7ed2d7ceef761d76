-- Declared pauses, one row each: days between two month-days of every year, or between two dates. A pause of every year
-- may reach over New Year.
create or replace temp table witness_pauses as
select
    return_source as source,
    contract,
    split_part(pause, '..', 1) as first_day,
    split_part(pause, '..', 2) as last_day
from (
    select distinct
        return_source,
        contract,
        unnest(string_split(pauses, ', ')) as pause
    from landing.return_sources
    where pauses is not null
);

-- True where the text of a day, cut to the pause's form, lies within the pause.
create or replace temp macro is_paused(day, first_day, last_day) as
case
    when first_day <= last_day
        then right(strftime(day, '%Y-%m-%d'), length(first_day)) between first_day and last_day
    else right(strftime(day, '%Y-%m-%d'), 5) >= first_day or right(strftime(day, '%Y-%m-%d'), 5) <= last_day
end;

-- When each source was seen, whole and by part of a partial snapshot, within its life: from its declared beginning, else
-- its first sighting, to its declared end or to the workspace's as_of; the wall clock plays no part. A first delivery
-- whose records reach back to the declared beginning covers what lies before it.
create or replace temp table witness_seen as
with lives as (
    select
        sources.return_source as source,
        sources.contract,
        bool_or(sources.every = 'day') as is_daily,
        min(
            case sources.every when 'day' then 1 when 'week' then 7 when 'month' then 31 when 'quarter' then 92 end
            + coalesce(sources.grace_days, 0)
        ) as longest_days,
        min(sources.declared_from) as declared_from,
        least(
            case when count(sources.declared_until) = count(*) then max(sources.declared_until) end,
            max(local_date(run.as_of))
        ) as ends_on
    from landing.return_sources as sources
    cross join landing.run as run
    group by sources.return_source, sources.contract
),

sighted as (
    select
        contract,
        '' as part,
        local_date(exported_at) as seen_on
    from landing.sightings
    where not is_withdrawn
    union
    select
        contract,
        part,
        local_date(exported_at) as seen_on
    from landing.sightings
    where not is_withdrawn and part is not null
),

reaching_back as (
    select
        return_source as source,
        contract,
        min(month) as first_month
    from landing.tallies
    where not is_withdrawn
    group by return_source, contract
),

moments as (
    select
        lives.*,
        sighted.part,
        sighted.seen_on
    from lives
    inner join sighted on lives.contract = sighted.contract and sighted.seen_on <= lives.ends_on
    union
    select
        lives.*,
        '' as part,
        lives.declared_from as seen_on
    from lives
    left join reaching_back
        on lives.source = reaching_back.source and lives.contract = reaching_back.contract
    where
        lives.declared_from <= lives.ends_on
        and coalesce(reaching_back.first_month > lives.declared_from + cast(lives.longest_days as integer), true)
)

select * from moments
union
select * replace (ends_on as seen_on) from moments;
