with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.engagement_id_key,
        landed.outflow_id_key,
        landed.campaign_id_key,

        landed.email_domain,
        landed.engagement_id,
        landed.outflow_id,
        landed.kind,
        landed.campaign_id,

        landed.occurred_is_date_only,

        landed.occurred_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='occurred_at') }} as quarantine_reason

    from {{ source('landing', 'engagements') }} as landed
    {{ join_delivery() }}

),

{{ classify('engagements') }}

select * from classified
