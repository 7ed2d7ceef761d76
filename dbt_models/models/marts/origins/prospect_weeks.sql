-- What prospects were sent and who of them came, by cells of the market: what the halo is measured on. A cell is a
-- region and an industry; outflows and returns of accounts of which neither is known stand in no cell.
with

sent as (

    select
        region,
        industry,
        week_number,
        sum(items) as outflows
    from {{ ref('int_outflow_weeks__summed') }}
    where region <> 'none'
    group by region, industry, week_number

),

came as (

    select
        regions.region,
        regions.industry,
        {{ week_number(day_number(local_date('returns.returned_at'))) }} as week_number,
        count(case when placed.origin = 'direct' then 1 end) as direct,
        count(case when placed.origin <> 'direct' then 1 end) as others
    from {{ ref('int_returns__unioned') }} as returns
    inner join {{ ref('int_returns__placed') }} as placed
        on returns.return_key = placed.return_key
    inner join {{ ref('int_account_regions__stated') }} as regions
        on
            returns.account_key = regions.account_key
            and returns.returned_at >= regions.stated_from
            and returns.returned_at < regions.stated_until
    where placed.relation_at_return = 'prospect'
    group by
        regions.region,
        regions.industry,
        {{ week_number(day_number(local_date('returns.returned_at'))) }}

),

opened as (

    select
        accounts.region,
        coalesce(accounts.industry, 'none') as industry,
        {{ week_number(day_number('tickets.opened_on')) }} as week_number,
        count(*) as tickets
    from {{ ref('fct_tickets') }} as tickets
    inner join {{ ref('dim_accounts') }} as accounts
        on tickets.account_key = accounts.account_key
    where accounts.region is not null
    group by
        accounts.region,
        coalesce(accounts.industry, 'none'),
        {{ week_number(day_number('tickets.opened_on')) }}

),

flows as (

    select
        region,
        industry,
        week_number,
        outflows,
        0 as direct,
        0 as others,
        0 as tickets
    from sent
    union all
    select
        region,
        industry,
        week_number,
        0 as outflows,
        direct,
        others,
        0 as tickets
    from came
    union all
    select
        region,
        industry,
        week_number,
        0 as outflows,
        0 as direct,
        0 as others,
        tickets
    from opened

),

summed as (

    select
        region,
        industry,
        {{ monday_of('week_number') }} as week_starts_on,
        cast(sum(outflows) as bigint) as outflows,
        cast(sum(direct) as bigint) as direct,
        cast(sum(others) as bigint) as others,
        cast(sum(tickets) as bigint) as tickets
    from flows
    group by region, industry, {{ monday_of('week_number') }}

)

select
    summed.*,
    cast(exposed.direct / nullif(exposed.contacts, 0) as decimal(18, 9)) as exposed_share
from summed
left join {{ ref('int_contacts__exposed') }} as exposed
    on
        cast(date_trunc('month', summed.week_starts_on) as date) = exposed.month
        and summed.region = exposed.region
        and exposed.relation = 'prospect'
