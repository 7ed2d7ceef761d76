with

judged as {{ read_each_time() }} (

    select
        landed.prospect_id_key,
        landed.account_id_key,
        landed.account_domain_key,

        landed.prospect_id,
        landed.account_id,
        landed.account_name,
        landed.account_domain,
        landed.industry,
        landed.region,
        landed.supplier,

        landed.employees,
        landed.potential,

        {{ lineage() }},

        {{ quarantine_reason(nonsense={'landed.potential < 0': 'its potential is negative'}) }} as quarantine_reason

    from {{ source('landing', 'prospects') }} as landed
    {{ join_delivery() }}

),

{{ classify('prospects') }}

select * from classified
