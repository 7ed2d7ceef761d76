-- How each campaign was sent and how fast its returns come: what advice compares campaigns by. Returns are credited to
-- all outflows on their path alike, so that a campaign is held against others that are counted in the same way.
with

sent as (

    select
        campaign_number,
        channel,
        week_number,
        cast(sum(items) as bigint) as items,
        min(min(week_number)) over (partition by campaign_number, channel) as first_week_number
    from {{ ref('int_outflow_weeks__summed') }}
    where campaign_number <> 0
    group by campaign_number, channel, week_number

),

came as (

    select
        touchpoints.campaign_id_key as campaign_number,
        kinds.channel,
        cast(floor(
            ({{ day_number('touchpoints.converted_on') }} - {{ day_number('touchpoints.sent_on') }}) / 7
        ) as integer) as week,
        sum(cast(floor(1000000000 / nullif(touchpoints.touchpoints, 0)) as bigint)) as billionths
    from {{ ref('int_touchpoints__condensed') }} as touchpoints
    inner join (
        select
            channel_number,
            max(channel) as channel
        from {{ ref('int_outflow_kinds__numbered') }}
        group by channel_number
    ) as kinds
        on touchpoints.channel_number = kinds.channel_number
    where
        touchpoints.campaign_id_key is not null
        and {{ conversion_type_of('touchpoints.path_key') }} = 'return'
        and {{ scope_of('touchpoints.path_key') }} = 'person'
    group by
        touchpoints.campaign_id_key,
        kinds.channel,
        cast(floor(
            ({{ day_number('touchpoints.converted_on') }} - {{ day_number('touchpoints.sent_on') }}) / 7
        ) as integer)

),

flows as (

    select
        campaign_number,
        channel,
        'outflow' as flow,
        week_number - first_week_number as week,
        {{ monday_of('week_number') }} as sent_in_week_of,
        cast(items as decimal(18, 6)) as items
    from sent

    union all

    select
        campaign_number,
        channel,
        'return' as flow,
        week,
        cast(null as date) as sent_in_week_of,
        cast(cast(billionths as decimal(28, 0)) / 1000000000 as decimal(18, 6)) as items
    from came

)

select
    {{ public_key('campaign_number') }} as campaign_key,
    channel,
    flow,
    cast(week as integer) as week,
    sent_in_week_of,
    items
from flows
