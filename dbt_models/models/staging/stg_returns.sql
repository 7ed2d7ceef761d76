with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.return_id_key,
        landed.referrer_contact_id_key,
        landed.referrer_email_key,
        landed.referrer_email_domain_key,
        landed.becomes_deal_id_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.return_id,
        landed.kind,
        landed.referrer_contact_id,
        landed.referrer_email_domain,
        landed.becomes_deal_id,
        landed.currency,

        landed.amount,

        landed.returned_is_date_only,

        landed.returned_at,
        landed.answered_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='returned_at', amount='amount') }} as quarantine_reason

    from {{ source('landing', 'returns') }} as landed
    {{ join_delivery() }}
    {{ join_rate('returned_at') }}

),

{{ classify('returns') }}

select * from classified
