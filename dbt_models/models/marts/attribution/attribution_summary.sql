with

dated as (

    select
        credits.*,
        -- A month of sending is mature when its last outflow's lookback is over, a month of conversions when it is.
        {{ start_of_local_day(month_of('credits.month + 31')) }}
        + case when credits.month_basis = 'sent' then interval {{ var('lookback_days') }} day else interval 0 day end
        <= run.as_of as is_mature
    from {{ ref('int_credits__costed') }} as credits
    cross join {{ source('landing', 'run') }} as run

),

summary as (

    select
        model,
        {{ scope_of('type_and_scope') }} as scope,
        cast({{ var('lookback_days') }} as integer) as lookback_days,
        {{ conversion_type_of('type_and_scope') }} as conversion_type,
        month_basis,
        month,
        channel,
        {{ public_key('campaign_id_key') }} as campaign_key,
        targeting,
        conversions,
        revenue,
        cost,

        -- Judging a month's spend before its returns have come is the premature stop itself.
        case when is_mature then cast(cost / nullif(conversions, 0) as decimal(28, 2)) end as cost_per_conversion,
        case when is_mature then cast(revenue / nullif(cost, 0) as decimal(28, 6)) end as return_on_spend,
        is_mature
    from dated

),

{{ words_of_kinds(['channel']) }},

-- Other lookbacks by channel, over all months.
compared as (

    select
        compared.model,
        {{ scope_of('compared.type_and_scope') }} as scope,
        cast(compared.lookback_days as integer) as lookback_days,
        {{ conversion_type_of('compared.type_and_scope') }} as conversion_type,
        cast(null as string) as month_basis,
        cast(null as date) as month,
        coalesce(compared.no_channel, channels.channel) as channel,
        cast(null as string) as campaign_key,
        cast(null as string) as targeting,
        {{ summed_billionths('compared.billionths') }} as conversions,
        cast(null as decimal(28, 2)) as revenue,
        cast(null as decimal(28, 6)) as cost,
        cast(null as decimal(28, 2)) as cost_per_conversion,
        cast(null as decimal(28, 6)) as return_on_spend,
        cast(null as boolean) as is_mature
    from {{ ref('int_lookbacks__compared') }} as compared
    left join channels
        on compared.channel_number = channels.channel_number

),

together as (

    select * from summary
    union all
    select * from compared

)

select * from together
