with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.lifecycle_stage,
        landed.lead_source,
        landed.job_title,
        landed.country,
        landed.region,

        landed.is_mailable,

        landed.created_at,
        landed.unsubscribed_at,

        {{ lineage() }},

        {{ quarantine_reason() }} as quarantine_reason

    from {{ source('landing', 'contacts') }} as landed
    {{ join_delivery() }}

),

{{ classify('contacts') }}

select * from classified
