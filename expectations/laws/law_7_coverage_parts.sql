-- On each date every account of the market is in exactly one part, by each way of dividing it, and so is its potential;
-- and whoever was in a part on the date before is followed into the next.
with dates as (
    select distinct date_on
    from marts.coverage_waterfall
),

market as (
    select count(*) as accounts
    from marts.dim_accounts
),

segment_types as (
    select unnest(['all', 'industry', 'region']) as segment_type
),

sums as (
    select
        date_on,
        segment_type,
        sum(accounts) as accounts,
        coalesce(sum(potential), 0) as potential
    from marts.coverage_waterfall
    -- A declared size is no account.
    where part <> 'unlisted'
    group by date_on, segment_type
),

moves as (
    select
        date_on,
        sum(accounts) as accounts
    from marts.coverage_moves
    group by date_on
)

select
    segment_types.segment_type as source,
    strftime(dates.date_on, '%Y-%m-%d') as period,
    market.accounts as expected,
    coalesce(sums.accounts, 0) as found,
    cast(null as varchar) as first_keys
from dates
cross join market
cross join segment_types
left join sums
    on dates.date_on = sums.date_on and segment_types.segment_type = sums.segment_type
union all
select
    sums.segment_type || ' potential' as source,
    strftime(sums.date_on, '%Y-%m-%d') as period,
    whole.potential as expected,
    sums.potential as found,
    cast(null as varchar) as first_keys
from sums
inner join sums as whole
    on sums.date_on = whole.date_on and whole.segment_type = 'all'
where sums.segment_type <> 'all'
union all
select
    'moves' as source,
    strftime(dates.date_on, '%Y-%m-%d') as period,
    market.accounts as expected,
    coalesce(moves.accounts, 0) as found,
    cast(null as varchar) as first_keys
from dates
cross join market
left join moves
    on dates.date_on = moves.date_on
where dates.date_on > (select min(date_on) from dates)
union all
-- A market with accounts has a waterfall, if anything dated is known of it.
select
    '(all)' as source,
    'all' as period,
    (
        select least(market.accounts, (select count(*) from marts.dim_dates), 1)
        from market
    ) as expected,
    (select count(*) from (select min(date_on) as date_on from dates) where date_on is not null) as found,
    cast(null as varchar) as first_keys
