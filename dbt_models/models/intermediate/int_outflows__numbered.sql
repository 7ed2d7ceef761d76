{{ config(
    database='marts', persist_docs={'relation': true, 'columns': true},
    **mended_by('outflow_key', 'int_outflows__changed')
) }}
-- The outflows as they are kept, in integers and dates. They stand in the file of the marts, because the public table
-- `fct_outflows` is a view of them.
with

numbered as (

    select {{ numbered_columns() | join(', ') }}
    from {{ ref('int_outflows__changed') }}
    where is_current

    {% if is_whole_build() %}
    union all

    {{ number_outflows() }}
    {% endif %}

)

select * from numbered
