{{ config(database='marts', persist_docs={'relation': true, 'columns': true}) }}
-- What outflows cost: each cost is divided equally among the recipients that the first rule finds. What finds none
-- stays a row without outflows. Millionths that do not divide go to one outflow of the pool. It stands in the file of
-- the marts, because the public table `fct_outflows` is a view that reads it.
with

charged as (

    select
        rule,
        channel,
        case when rule < 3 then campaign_number else 0 end as pool_campaign,
        case when rule = 2 then cast('1900-01-01' as date) else month end as pool_month,
        sum(millionths) as millionths
    from {{ ref('int_costs__placed') }}
    where rule > 0
    group by
        rule, channel, case when rule < 3 then campaign_number else 0 end,
        case when rule = 2 then cast('1900-01-01' as date) else month end

),

priced as (

    select
        pools.*,
        charged.millionths,
        cast(floor(charged.millionths / nullif(pools.touches, 0)) as bigint) as price
    from charged
    inner join {{ ref('int_cost_pools__summed') }} as pools
        on
            charged.rule = pools.rule
            and charged.channel = pools.channel
            and charged.pool_campaign = pools.pool_campaign
            and charged.pool_month = pools.pool_month

),

spread as (

    select
        cells.channel,
        cells.channel_number,
        cells.targeting_number,
        cells.campaign_number,
        cells.month,
        cells.touches,
        cells.last_outflow_key,
        sum(priced.price) as price,
        sum(case
            when priced.last_outflow_key = cells.last_outflow_key
                then priced.millionths - priced.price * priced.touches
            else 0
        end) as left_over
    from {{ ref('int_outflows__summed') }} as cells
    inner join priced
        on
            cells.channel = priced.channel
            and (cells.campaign_number = priced.pool_campaign or priced.rule = 3)
            and (cells.month = priced.pool_month or priced.rule = 2)
    group by
        cells.channel, cells.channel_number, cells.targeting_number, cells.campaign_number, cells.month,
        cells.touches, cells.last_outflow_key

),

borne as (

    select
        channel,
        channel_number,
        targeting_number,
        campaign_number,
        month,
        last_outflow_key,
        {{ millionths('price') }} as cost_per_touch,
        {{ millionths('left_over') }} as left_over,
        {{ millionths('price * touches + left_over') }} as cost
    from spread

    union all

    select
        channel,
        cast(null as integer) as channel_number,
        cast(null as integer) as targeting_number,
        campaign_number,
        month,
        cast(null as bigint) as last_outflow_key,
        {{ millionths('0') }} as cost_per_touch,
        {{ millionths('0') }} as left_over,
        {{ millionths('millionths') }} as cost
    from {{ ref('int_costs__placed') }}
    where rule = 0

)

select * from borne
