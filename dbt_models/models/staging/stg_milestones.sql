with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.milestone_id_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.milestone_id,
        landed.kind,
        landed.onboarding_kind,

        landed.reached_is_date_only,

        landed.reached_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='reached_at') }} as quarantine_reason

    from {{ source('landing', 'milestones') }} as landed
    {{ join_delivery() }}

),

{{ classify('milestones') }}

select * from classified
