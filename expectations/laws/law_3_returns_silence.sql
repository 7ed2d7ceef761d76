-- A source is silent where two of its sightings in a row lie further apart than cadence and grace allow. Its life goes
-- from its declared beginning, else its first sighting, to its declared end or to the workspace's as_of; the wall clock
-- plays no part. A first delivery whose records reach back to the declared beginning covers what lies before it.
with sources as (
    select distinct
        return_source,
        contract,
        case every
            when 'day' then 1
            when 'week' then 7
            when 'month' then 31
            when 'quarter' then 92
        end + coalesce(grace_days, 0) as longest_days,
        declared_from,
        declared_until
    from landing.return_sources
),

life as (
    select
        sources.return_source,
        sources.contract,
        sources.longest_days,
        sources.declared_from,
        least(sources.declared_until, local_date(run.as_of)) as ends_on
    from sources
    cross join landing.run as run
),

earliest as (
    select
        return_source,
        contract,
        min(month) as first_month
    from landing.tallies
    where not is_withdrawn
    group by return_source, contract
),

moments as (
    select
        life.return_source,
        life.contract,
        life.longest_days,
        local_date(sightings.exported_at) as seen_on
    from life
    inner join landing.sightings as sightings
        on life.contract = sightings.contract
    where not sightings.is_withdrawn and local_date(sightings.exported_at) <= life.ends_on
    union
    select
        life.return_source,
        life.contract,
        life.longest_days,
        life.declared_from as seen_on
    from life
    left join earliest
        on life.return_source = earliest.return_source and life.contract = earliest.contract
    where
        life.declared_from <= life.ends_on
        and coalesce(earliest.first_month > life.declared_from + cast(life.longest_days as integer), true)
),

bounded as (
    select * from moments
    union
    select
        moments.return_source,
        moments.contract,
        moments.longest_days,
        life.ends_on as seen_on
    from moments
    inner join life
        on moments.return_source = life.return_source and moments.contract = life.contract
),

gaps as (
    select
        return_source,
        contract,
        longest_days,
        seen_on,
        lead(seen_on) over (partition by return_source, contract order by seen_on) as next_seen_on
    from bounded
),

silences as (
    select
        return_source,
        contract,
        count(*) as silences,
        array_to_string(min(
            'from ' || strftime(seen_on, '%Y-%m-%d') || ' to ' || strftime(next_seen_on, '%Y-%m-%d')
            || ', longer than ' || cast(longest_days as varchar) || ' days', 5
        ), '; ') as first_keys
    from gaps
    where next_seen_on - seen_on > longest_days
    group by return_source, contract
)

select
    sources.return_source as source,
    sources.contract as period,
    0 as expected,
    coalesce(silences.silences, 0) as found,
    silences.first_keys
from (select distinct return_source, contract from sources) as sources
left join silences
    on sources.return_source = silences.return_source and sources.contract = silences.contract
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    coalesce(sum(silences), 0) as found,
    cast(null as varchar) as first_keys
from silences
