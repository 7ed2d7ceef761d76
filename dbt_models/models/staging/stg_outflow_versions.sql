{{ config(schema='intermediate', **mended_by('row_key', 'increment.changed_outflows')) }}
-- Landed outflows whose key stands in several rows, and those that make no sense. All others are current, and are read
-- where they landed: in millions of rows it is writing that costs. In schema staging a relation with a row_status holds
-- all rows of its entity; this one does not, and stands beside. An increment asks for keys of new deliveries only.
{% set new_rows = source('increment', 'changed_outflows') if is_increment() else source('landing', 'outflows') %}
{% set reason = quarantine_reason(moment='sent_at', nonsense={
    'landed.touches < 0 or landed.touches > 10000000000': 'it touches fewer than none or more than all people',
}) %}
with

-- A key of several rows stands beside itself once all are sorted, which takes half of what a group for each would.
sorted as (

    select
        _key as row_key,
        lag(_key) over (order by _key asc nulls last) as row_key_before
    from {{ source('landing', 'outflows') }}
    {% if is_increment() %}where _key in (select row_key from {{ new_rows }}){% endif %}

),

contested as (

    select row_key
    from sorted
    where row_key = row_key_before

    union

    select landed._key as row_key
    from {{ new_rows }} as landed
    {{ join_delivery() }}
    where {{ reason }} is not null

),

judged as (

    select
        {{ outflow_columns() }},

        {{ lineage() }},

        {{ reason }} as quarantine_reason

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
