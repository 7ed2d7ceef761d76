-- What was sent week by week, in as few rows as anybody asks for: the outflows themselves are read once only. An
-- account's region is the one stated at the time.
with

summed as (

    select
        coalesce(regions.region, 'none') as region,
        coalesce(regions.industry, 'none') as industry,
        outflows.channel,
        coalesce(outflows.targeting, 'none') as targeting,
        coalesce(outflows.campaign_id_key, 0) as campaign_number,
        {{ week_number(day_number('outflows.sent_on')) }} as week_number,
        cast(sum(outflows.touches) as bigint) as items
    from {{ ref('int_outflows__qualified') }} as outflows
    left join {{ ref('int_account_regions__stated') }} as regions
        on
            outflows.account_key = regions.account_key
            and outflows.sent_at >= regions.stated_from
            and outflows.sent_at < regions.stated_until
    where outflows.is_touch
    group by
        coalesce(regions.region, 'none'),
        coalesce(regions.industry, 'none'),
        outflows.channel,
        coalesce(outflows.targeting, 'none'),
        coalesce(outflows.campaign_id_key, 0),
        {{ week_number(day_number('outflows.sent_on')) }}

)

select * from summed
