with

judged as {{ read_each_time() }} (

    select
        landed.account_id_key,
        landed.account_domain_key,
        landed.parent_account_id_key,

        landed.account_id,
        landed.account_name,
        landed.account_domain,
        landed.industry,
        landed.region,
        landed.country,
        landed.parent_account_id,

        landed.employees,

        landed.created_at,

        {{ lineage() }},

        {{ quarantine_reason() }} as quarantine_reason

    from {{ source('landing', 'accounts') }} as landed
    {{ join_delivery() }}

),

{{ classify('accounts') }}

select * from classified
