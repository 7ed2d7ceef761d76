with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.ticket_id_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.ticket_id,
        landed.severity,
        landed.topic,

        landed.opened_is_date_only,

        landed.opened_at,
        landed.first_answered_at,
        landed.closed_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='opened_at') }} as quarantine_reason

    from {{ source('landing', 'tickets') }} as landed
    {{ join_delivery() }}

),

{{ classify('tickets') }}

select * from classified
