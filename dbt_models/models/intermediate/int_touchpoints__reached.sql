{{ config(materialized='view') }}
-- The touches on the path to each conversion. In scope person each touch is a touchpoint; in scope account all touches
-- of an account on one day by one campaign and channel are one, made before anything is joined: an account that holds a
-- hundredth of the market stays small. Windows meet touches by stretches, never by a range. In an increment only the
-- changed paths are asked for.
with

covered as {{ read_each_time() }} (

    select *
    from {{ ref('int_conversions__stretched') }}
    where {{ only_changed('path_key', 'int_paths__changed') }}

),

touches as {{ read_each_time() }} (

    select
        outflow_key,
        contact_key,
        account_key,
        campaign_id_key,
        channel_number,
        targeting_number,
        sent_on,
        latest_at,
        {{ touch_stretch('sent_on') }} as stretch
    from {{ ref('int_outflows__qualified') }}
    where is_touch and level <> 'audience'

),

units as (

    select
        contact_key as unit_key,
        stretch,
        outflow_key,
        account_key,
        campaign_id_key,
        channel_number,
        targeting_number,
        sent_on,
        1 as touches,
        latest_at as first_at,
        latest_at as last_at
    from touches
    where contact_key is not null{{ of_asked('contact_key') }}

    union all

    select
        -coalesce(account_key, contact_key) as unit_key,
        min(stretch) as stretch,
        cast(null as bigint) as outflow_key,
        min(account_key) as account_key,
        campaign_id_key,
        channel_number,
        -- Null where touches of the day were targeted differently.
        case when min(targeting_number) = max(targeting_number) then min(targeting_number) end as targeting_number,
        sent_on,
        count(*) as touches,
        min(latest_at) as first_at,
        max(latest_at) as last_at
    from touches
    where (account_key is not null or contact_key is not null){{ of_asked('-coalesce(account_key, contact_key)') }}
    group by -coalesce(account_key, contact_key), campaign_id_key, channel_number, sent_on

),

reached as (

    select
        covered.path_key,
        units.outflow_key,
        units.account_key,
        units.campaign_id_key,
        units.channel_number,
        units.targeting_number,
        units.sent_on,
        units.touches,
        units.first_at,
        units.last_at,
        {{ day_number('covered.converted_on') }} - {{ day_number('units.sent_on') }} as age_days
    from units
    inner join covered
        on units.unit_key = covered.unit_key and units.stretch = covered.stretch
    where
        units.first_at < covered.closes_at
        and units.last_at >= covered.opens_at
        -- A day that begins before a window and ends after it has a touch in it only if an end of the day lies in it.
        and (units.first_at >= covered.opens_at or units.last_at < covered.closes_at)

)

select * from reached
