{{ config(database='marts', persist_docs={'relation': true, 'columns': true}) }}
-- What outflows cost: each cost is divided among recipients, equally, by the first of these rules that finds any.
-- 1: those of its campaign and channel in its month. 2: those of its campaign and channel. 3: those of its channel in
-- its month. What finds none stays a row without outflows. Millionths that do not divide go to one outflow of the pool.
-- It stands in the file of the marts, because the public table `fct_outflows` is a view that reads it.
{% set rules = {
    1: ['campaign_number', 'month'],
    2: ['campaign_number', "cast('1900-01-01' as date)"],
    3: ['cast(0 as bigint)', 'month'],
} %}
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
        sum(cast(amount * 1000000 as bigint)) as millionths
    from dated
    group by channel, campaign_number, {{ month_of('spent_on') }}

),

pools as (

    {% for rule, keys in rules.items() %}
    select
        {{ rule }} as rule,
        channel,
        {{ keys[0] }} as pool_campaign,
        {{ keys[1] }} as pool_month,
        sum(touches) as touches,
        max(last_outflow_key) as last_outflow_key
    from {{ ref('int_outflows__summed') }}
    {% if rule < 3 %}where campaign_number <> 0{% endif %}
    group by channel{% if rule < 3 %}, campaign_number{% endif %}{% if rule != 2 %}, month{% endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

placed as (

    select
        costs.channel,
        costs.campaign_number,
        costs.month,
        costs.millionths,
        coalesce(min(pools.rule), 0) as rule
    from costs
    left join pools
        on
            costs.channel = pools.channel
            and (costs.campaign_number = pools.pool_campaign or pools.rule = 3)
            and (costs.month = pools.pool_month or pools.rule = 2)
    group by costs.channel, costs.campaign_number, costs.month, costs.millionths

),

charged as (

    select
        rule,
        channel,
        case when rule < 3 then campaign_number else 0 end as pool_campaign,
        case when rule = 2 then cast('1900-01-01' as date) else month end as pool_month,
        sum(millionths) as millionths
    from placed
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
    inner join pools
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
    from placed
    where rule = 0

)

select * from borne
