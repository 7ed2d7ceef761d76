{{ config(materialized='view') }}
with

contested as (

    select distinct row_key
    from {{ ref('stg_outflow_versions') }}

),

uncontested as (

    select
        {{ outflow_columns() }},

        {{ lineage() }}
    from {{ source('landing', 'outflows') }} as landed
    {{ join_delivery() }}
    left join contested
        on landed._key = contested.row_key
    where contested.row_key is null

),

outflows as (

    select
        {{ outflow_columns(relation=none) }},
        row_key,
        content_key,
        version_at,
        exported_at,
        contract,
        cast(null as string) as quarantine_reason,
        'current' as row_status
    from uncontested

    union all

    select
        {{ outflow_columns(relation=none) }},
        row_key,
        content_key,
        version_at,
        exported_at,
        contract,
        quarantine_reason,
        row_status
    from {{ ref('stg_outflow_versions') }}

)

select * from outflows
