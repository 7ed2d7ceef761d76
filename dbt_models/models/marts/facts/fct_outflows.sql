with

outflows as (

    select
        {{ public_key('outflow_key') }} as outflow_key,
        {{ public_key('contact_key') }} as contact_key,
        {{ public_key('account_key') }} as account_key,
        {{ public_key('campaign_id_key') }} as campaign_key,

        channel,
        level,
        purpose,
        targeting,
        not_received_reason,
        contract,

        touches,
        cast(null as decimal(18, 6)) as cost,

        is_received,
        sent_is_date_only,

        sent_on,
        sent_at
    from {{ ref('int_outflows__qualified') }}

)

select * from outflows
