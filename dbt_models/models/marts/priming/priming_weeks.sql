-- How much was sent and how much came back week by week: what the lag fit sees. Sends are received marketing touches,
-- those to audiences included; returns are all that came, whoever was addressed. An account's region is the one stated
-- at the time. The current week is left out: it is not over.
with

sent as (

    select
        'outflow' as flow,
        region,
        channel,
        targeting,
        'none' as source,
        week_number,
        sum(items) as items
    from {{ ref('int_outflow_weeks__summed') }}
    group by region, channel, targeting, week_number

),

came as (

    select
        'return' as flow,
        coalesce(regions.region, 'none') as region,
        'none' as channel,
        'none' as targeting,
        returns.source,
        {{ week_number(day_number(local_date('returns.returned_at'))) }} as week_number,
        count(*) as items
    from {{ ref('int_returns__unioned') }} as returns
    left join {{ ref('int_account_regions__stated') }} as regions
        on
            returns.account_key = regions.account_key
            and returns.returned_at >= regions.stated_from
            and returns.returned_at < regions.stated_until
    group by
        coalesce(regions.region, 'none'),
        returns.source,
        {{ week_number(day_number(local_date('returns.returned_at'))) }}

),

flows as (

    select * from sent
    union all
    select * from came

),

dated as (

    select
        flows.flow,
        flows.region,
        flows.channel,
        flows.targeting,
        flows.source,
        {{ monday_of('flows.week_number') }} as week_starts_on,
        cast(flows.items as bigint) as items
    from flows
    cross join {{ source('landing', 'run') }} as run
    where 7 * (flows.week_number + 1) + 4 <= {{ day_number(local_date('run.as_of')) }}

)

select * from dated
