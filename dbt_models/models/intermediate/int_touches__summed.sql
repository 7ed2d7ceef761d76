-- The touches of each person, account and kind in stretches of time as wide as the lookback: millions of outflows are
-- read once for all who ask when somebody was touched, but not on which day.
with

touches as (

    select
        outflows.contact_key,
        outflows.account_key,
        outflows.kind_number,
        outflows.sent_at,
        {{ latest_instant('outflows.sent_at', 'outflows.sent_is_date_only') }} as latest_at
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where kinds.is_touch

),

summed as (

    select
        contact_key,
        account_key,
        kind_number,
        {{ stretch_number('latest_at', var('lookback_days')) }} as stretch,
        min(sent_at) as first_sent_at,
        min(latest_at) as first_touched_at,
        max(latest_at) as last_touched_at
    from touches
    group by contact_key, account_key, kind_number, {{ stretch_number('latest_at', var('lookback_days')) }}

)

select * from summed
