{{ config(materialized='view') }}
with

contested as (

    select distinct row_key
    from {{ ref('stg_outflow_versions') }}

),

uncontested as (

    select
        {{ outflow_columns() }},

        landed._key as row_key,
        landed._content as content_key,
        landed._contract as contract
    from {{ source('landing', 'outflows') }} as landed
    left join contested
        on landed._key = contested.row_key
    where contested.row_key is null

),

outflows as (

    select
        {{ outflow_columns(relation=none) }},
        row_key,
        content_key,
        contract,
        cast(null as string) as quarantine_reason,
        'current' as row_status
    from uncontested

    union all

    select
        {{ outflow_columns(relation=none) }},
        row_key,
        content_key,
        contract,
        quarantine_reason,
        row_status
    from {{ ref('stg_outflow_versions') }}

)

select * from outflows
