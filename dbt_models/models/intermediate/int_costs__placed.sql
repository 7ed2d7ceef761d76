-- Costs by channel, campaign and month, in millionths of the reporting currency, each with the first rule that finds
-- recipients for it; 0 where none does.
with

dated as (

    select
        costs.channel,
        coalesce(costs.campaign_id_key, 0) as campaign_number,
        {{ local_date('costs.spent_at') }} as spent_on,
        {{ to_cents(in_reporting_currency('costs.amount', 'costs.currency', 'rates.rate')) }} as amount
    from {{ ref('stg_costs') }} as costs
    {{ join_rate_of('costs', 'spent_at') }}
    where costs.row_status = 'current'

),

costs as (

    select
        channel,
        campaign_number,
        {{ month_of('spent_on') }} as month,
        sum(cast(cast(amount as decimal(19, 2)) * 1000000 as bigint)) as millionths
    from dated
    group by channel, campaign_number, {{ month_of('spent_on') }}

),

placed as (

    select
        costs.channel,
        costs.campaign_number,
        costs.month,
        costs.millionths,
        coalesce(min(pools.rule), 0) as rule
    from costs
    left join {{ ref('int_cost_pools__summed') }} as pools
        on
            costs.channel = pools.channel
            and (costs.campaign_number = pools.pool_campaign or pools.rule = 3)
            and (costs.month = pools.pool_month or pools.rule = 2)
    group by costs.channel, costs.campaign_number, costs.month, costs.millionths

)

select * from placed
