with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.outflow_id_key,
        landed.campaign_id_key,

        landed.email_domain,
        landed.outflow_id,
        landed.channel,
        landed.campaign_id,
        landed.campaign_name,
        landed.level,
        landed.purpose,
        landed.status,
        landed.targeting,

        landed.touches,

        landed.sent_is_date_only,

        landed.sent_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='sent_at') }} as quarantine_reason

    from {{ source('landing', 'outflows') }} as landed
    {{ join_delivery() }}

),

{{ classify('outflows') }}

select * from classified
