with

sent as (

    select
        channel,
        sum(touches) as touches,
        min(sent_at) as first_outflow_at,
        max(sent_at) as last_outflow_at
    from {{ ref('int_outflows__qualified') }}
    group by channel

),

named as (

    select channel from sent

    union

    select channel
    from {{ ref('stg_campaigns') }}
    where row_status = 'current' and channel is not null

    union

    select channel
    from {{ ref('stg_costs') }}
    where row_status = 'current'

),

channels as (

    select
        named.channel as channel_key,
        named.channel,
        cast(coalesce(sent.touches, 0) as bigint) as touches,
        sent.first_outflow_at,
        sent.last_outflow_at
    from named
    left join sent
        on named.channel = sent.channel

)

select * from channels
