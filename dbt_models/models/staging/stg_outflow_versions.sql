{{ config(schema='intermediate') }}
-- Landed outflows whose key stands in several rows, and those that make no sense. All others are current, and are read
-- where they landed: in millions of rows it is writing that costs. In schema staging a relation with a row_status holds
-- all rows of its entity; this one does not, and stands beside.
with

contested as (

    select _key as row_key
    from {{ source('landing', 'outflows') }}
    group by _key
    having count(*) > 1

    union

    select landed._key as row_key
    from {{ source('landing', 'outflows') }} as landed
    {{ join_delivery() }}
    where {{ quarantine_reason(moment='sent_at') }} is not null

),

judged as (

    select
        {{ outflow_columns() }},

        {{ lineage() }},

        {{ quarantine_reason(moment='sent_at') }} as quarantine_reason

    from {{ source('landing', 'outflows') }} as landed
    {{ join_delivery() }}
    inner join contested
        on landed._key = contested.row_key

),

{{ classify('outflows', landed_rows='judged', landed_key='row_key') }}

select
    {{ outflow_columns(relation=none) }},
    row_key,
    content_key,
    contract,
    quarantine_reason,
    row_status
from classified
