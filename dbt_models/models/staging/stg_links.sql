with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.deal_id_key,
        landed.order_id_key,
        landed.return_id_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.deal_id,
        landed.order_id,
        landed.return_id,

        {{ lineage() }},

        {{ quarantine_reason() }} as quarantine_reason

    from {{ source('landing', 'links') }} as landed
    {{ join_delivery() }}

),

{{ classify('links') }}

select * from classified
